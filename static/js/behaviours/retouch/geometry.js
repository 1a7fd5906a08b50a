/* The same arithmetic as history/images/edits.py and framing.py, for what the eye sees
   before it is saved. Angles are degrees clockwise, boxes [x, y, width, height]. */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export const round = (value, digits) => Number(value.toFixed(digits));

/** The largest frame of the same shape inside a tilted picture. */
export function inner(width, height, degrees) {
  const angle = (Math.abs(degrees) * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const shrink = 1 / Math.max(cos + (sin * height) / width, cos + (sin * width) / height);
  return [width * shrink, height * shrink];
}

/** Turn a vector of the screen back into the picture that was turned by `degrees`. */
export function intoPicture([x, y], degrees) {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [x * cos + y * sin, y * cos - x * sin];
}

/** Turn clockwise by quarters; the crop keeps showing the same part. */
export function turned(state, quarters) {
  let [x, y, w, h] = state.crop;
  for (let done = 0; done < quarters; done += 1) [x, y, w, h] = [1 - y - h, x, h, w];
  return { ...state, rotate: (state.rotate + quarters * 90) % 360, crop: [x, y, w, h] };
}
