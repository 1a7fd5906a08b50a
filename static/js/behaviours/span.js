/* Two thumbs on one line choose a period. They only write into the fields of the form,
   typed years or lists of decades; a thumb at its end leaves its field open. */
export function attach(box) {
  const form = box.closest("form");
  const bars = [...box.querySelectorAll("[data-decade]")];
  const ends = [...box.querySelectorAll("[data-end]")].map((range) => ({
    range,
    field: form.elements[range.dataset.end],
    rest: range.dataset.end === "from" ? range.min : range.max,
    // A list of last years names a decade by its ninth.
    more: range.dataset.end === "to" && Number(range.step) === 10 ? 9 : 0,
  }));
  const [begin, end] = ends;

  const say = () => {
    for (const { range, field } of ends) {
      const words = field.selectedOptions ? field.selectedOptions[0].text : range.value;
      range.setAttribute("aria-valuetext", words);
    }
    for (const bar of bars) {
      const decade = Number(bar.dataset.decade);
      bar.classList.toggle("span__bar--in", decade + 9 >= Number(begin.range.value) && decade <= Number(end.range.value));
    }
    // Where both stand at the right end, the one that can still move lies on top.
    begin.range.classList.toggle("span__end--over", begin.range.value === begin.range.max);
  };
  const write = ({ range, field, rest, more }) => {
    field.value = range.value === rest ? "" : String(Number(range.value) + more);
  };

  for (const one of ends) {
    one.range.addEventListener("input", () => {
      if (Number(begin.range.value) > Number(end.range.value)) one.range.value = (one === begin ? end : begin).range.value;
      write(one);
      say();
      one.field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    one.field.addEventListener("input", () => {
      const year = Number(one.field.value) - one.more;
      one.range.value = year > 999 ? year : one.rest;
      say();
    });
  }
  say();
}
