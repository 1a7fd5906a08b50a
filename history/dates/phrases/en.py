"""Own the English words and phrases about time, as meaning → forms."""

WORDS: dict[tuple[str, int | str], str] = {
    ("month", 1): "january,jan", ("month", 2): "february,feb,febr",
    ("month", 3): "march,mar", ("month", 4): "april,apr", ("month", 5): "may",
    ("month", 6): "june,jun", ("month", 7): "july,jul", ("month", 8): "august,aug",
    ("month", 9): "september,sep,sept", ("month", 10): "october,oct",
    ("month", 11): "november,nov", ("month", 12): "december,dec",
    ("season", 21): "spring,springtime", ("season", 22): "summer,summertime",
    ("season", 23): "autumn,fall", ("season", 24): "winter,wintertime",
    ("part", "early"): "early,beginning,beginnings,start,begin,the beginning of,"
    "very early,dawn,opening years",
    ("part", "mid"): "mid,middle,midst,the middle of",
    ("part", "late"): "late,end,ending,latter part,later part,latter years,"
    "closing years,very late,latter",
    ("half", ""): "half", ("third", ""): "third part", ("quarter", ""): "quarter",
    ("ord", -1): "last,final", ("ord", 1): "first", ("ord", 2): "second",
    ("ord", 3): "third", ("ord", 4): "fourth", ("ord", 5): "fifth",
    ("ord", 6): "sixth", ("ord", 7): "seventh", ("ord", 8): "eighth",
    ("ord", 9): "ninth", ("ord", 10): "tenth", ("ord", 11): "eleventh",
    ("ord", 12): "twelfth", ("ord", 13): "thirteenth", ("ord", 14): "fourteenth",
    ("ord", 15): "fifteenth", ("ord", 16): "sixteenth", ("ord", 17): "seventeenth",
    ("ord", 18): "eighteenth", ("ord", 19): "nineteenth", ("ord", 20): "twentieth",
    ("ord", 30): "thirtieth", ("ord", 21): "twenty first,twenty-first",
    ("card", 1): "one", ("card", 2): "two", ("card", 3): "three", ("card", 4): "four",
    ("card", 5): "five", ("card", 6): "six", ("card", 7): "seven",
    ("card", 8): "eight", ("card", 9): "nine", ("card", 10): "ten",
    ("card", 11): "eleven", ("card", 12): "twelve", ("card", 13): "thirteen",
    ("card", 14): "fourteen", ("card", 15): "fifteen", ("card", 16): "sixteen",
    ("card", 17): "seventeen", ("card", 18): "eighteen", ("card", 19): "nineteen",
    ("card", 20): "twenty", ("card", 30): "thirty", ("card", 40): "forty,fourty",
    ("card", 50): "fifty", ("card", 60): "sixty", ("card", 70): "seventy",
    ("card", 80): "eighty", ("card", 90): "ninety", ("card", 1000): "thousand",
    ("card", 2000): "two thousand", ("card", 100): "hundred",
    ("decade", 10): "teens,tens", ("decade", 20): "twenties",
    ("decade", 30): "thirties", ("decade", 40): "forties,fourties",
    ("decade", 50): "fifties", ("decade", 60): "sixties",
    ("decade", 70): "seventies", ("decade", 80): "eighties",
    ("decade", 90): "nineties,ninties",
    ("decade", 2000): "noughties,two thousands,naughties",
    ("year", ""): "year,yr", ("years", ""): "years,yrs",
    ("cent", ""): "century,centuries,cent,centurys",
    ("turn", ""): "turn,at the turn,the turn of",
    ("circa", ""): "about,around,circa,ca,cca,approximately,approx,roughly,maybe,"
    "perhaps,probably,possibly,likely,presumably,apparently,sometime,some time,"
    "somewhere,somewhere around,i think,i guess,i believe,i suppose,it seems,seems,"
    "estimated,est,ish,or so,or thereabouts,thereabouts,give or take,"
    "give or take a year,more or less,something like,not sure,unsure,uncertain,"
    "approximate,if i remember right,if i remember correctly,must be,must have been,"
    "might be,could be,may be,guess,in the region of,close to,near,nearly,"
    "it must have been,as far as i remember,supposedly,not certain,say",
    ("before", ""): "before,prior to,prior,earlier than,older than,pre,ante,"
    "just before,shortly before,until,till,til,up to,up until,previous to,"
    "right before,not after the beginning of",
    ("until", ""): "by,no later than,not later than,not after,at the latest by,"
    "at latest,through to,by the end of,until the end of,up to and including,"
    "latest,until end of,by end of",
    ("after", ""): "after,later than,post,just after,shortly after,following,"
    "soon after,right after,newer than",
    ("since", ""): "since,no earlier than,not earlier than,not before,starting,"
    "starting in,starting from,beginning in,beginning from,as of,from the start of,"
    "earliest",
    ("from", ""): "from", ("to", ""): "to,through,thru",
    ("between", ""): "between,betw",
    ("and", ""): "and,&", ("but", ""): "but", ("or", ""): "or,either",
    ("later", ""): "or later,and later,or after,onwards,onward,"
    "and onwards,and on,or newer,at the earliest,or thereafter",
    ("earlier", ""): "or earlier,and earlier,or before,or older,"
    "at the latest,inclusive,included",
    ("unknown", ""): "i don't know,don't know,dont know,i dont know,unknown,"
    "not known,no idea,i have no idea,can't remember,cannot remember,"
    "i can't remember,i don't remember,don't remember,dont remember,no date,undated,"
    "nd,n d,date unknown,unknown date,not dated,nobody knows,who knows,dunno,"
    "i forgot,forgotten,not sure at all,year unknown,unknown year,hard to say,"
    "impossible to say,can't say,not recorded,sine dato,do not know,i do not know,"
    "i do not remember,time unknown,no clue",
    ("fill", ""): "the,in,of,on,at,during,a,an,year of,ad,ce,era,times,time,days,day,"
    "photo,photograph,picture,taken,made,date,dated,dates,exactly,precisely,period,"
    "was,it,this,that,under,rule,reign,is,one,some,within,throughout,"
    "part,years of,back,way,way back,monday,tuesday,wednesday,thursday,friday,"
    "saturday,sunday,mon,tue,wed,thu,fri,sat,sun,age,decade,entire,whole,"
    "all,course,the course of,month,only,old,good,good old,swinging,"
    "roaring,with,regime,government,th,nd-,already,still,even,at some point",
    ("century", 20): "last century,the last century,of the last century",
    ("feast", "0101"): "new year,new years,new year's day,new year's eve,"
    "new years eve,new years day",
    ("feast", "0501"): "may day,mayday,labour day",
    ("feast", "0509"): "victory day", ("feast", "1107"): "october holidays",
    ("feast", "0308"): "women's day,womens day",
    ("feast", "0824"): "independence day", ("feast", "easter"): "easter",
    ("feast", "0107"): "christmas,xmas", ("feast", "school"): "first bell",
    ("ago", ""): "ago,yesterday,today,recently,last year",
}  # fmt: skip
