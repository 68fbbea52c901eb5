// All words of the start page: a row for each, a column for each of LANGUAGES. {name} stands for a value.

import { LANGUAGES } from "./words.js";

export const START_WORDS = {
  "head.purpose": ["Where people who are forced from their homes go, and what changes if …", "إلى أين يتجه من أُجبروا على ترك منازلهم، وما الذي يتغيّر لو …"],
  "head.modelled": ["All figures are modelled, not observed, except where a page says so.", "جميع الأرقام نتائج نموذج وليست مشاهدات، إلا حيث تذكر الصفحة ذلك."],
  "head.language": ["Language", "اللغة"],
  "head.dark": ["Dark", "داكن"],
  "head.light": ["Light", "فاتح"],
  "head.theme": ["Colours: {name}", "الألوان: {name}"],
  "head.reading": ["Reading the scenarios …", "جارٍ قراءة السيناريوهات …"],
  "head.failed": ["The server does not answer: {reason}. Is it still running?", "الخادم لا يجيب: {reason}. هل ما زال يعمل؟"],

  "new.title": ["New run", "محاكاة جديدة"],
  "new.scenario": ["Scenario", "السيناريو"],
  "new.facts": ["{start} to {end}, {days} days; {locations} locations; {people} people", "من {start} إلى {end}، عدد الأيام {days}؛ المواقع {locations}؛ السكان {people}"],
  "new.warnings": ["{number} warnings: 'nuzuh check' lists them", "عدد التحذيرات {number}: يعرضها الأمر 'nuzuh check'"],
  "new.broken": ["This scenario has faults and cannot be run. Mend the files, then choose it again.", "في هذا السيناريو أخطاء تمنع تشغيله. أصلح الملفات ثم اختره من جديد."],
  "new.whatIfs": ["What changes if …", "ما الذي يتغيّر لو …"],
  "new.whatIfsHelp": ["Each is run beside the baseline on the same random numbers.", "تُشغَّل كل فرضية إلى جانب الحالة الأساسية بالأعداد العشوائية نفسها."],
  "new.together": ["And all of these together", "وكذلك جميعها معًا"],
  "new.members": ["Members", "عدد العيّنات"],
  "new.membersHelp": ["Runs that differ by chance; at most {most}", "عمليات تختلف بالمصادفة؛ {most} على الأكثر"],
  "new.seed": ["Seed", "البذرة"],
  "new.seedHelp": ["The same seed gives the same numbers", "البذرة نفسها تعطي الأرقام نفسها"],
  "new.engine": ["Engine", "المحرّك"],
  "engine.counts": ["counts: numbers of people, by chance", "counts: أعداد الناس، بالمصادفة"],
  "engine.mean": ["mean: expected values", "mean: القيم المتوقعة"],
  "engine.persons": ["persons: one by one, slower", "persons: شخصًا شخصًا، أبطأ"],
  "new.name": ["Name (may be left out)", "الاسم (اختياري)"],
  "new.params": ["Parameters", "المعاملات"],
  "new.paramsChanged": ["Parameters ({number} changed)", "المعاملات (المُغيَّر منها {number})"],
  "new.paramsHelp": ["Left as they are, the scenario's own values hold.", "إن تُركت كما هي بقيت قيم السيناريو."],
  "new.find": ["Find a parameter", "ابحث عن معامل"],
  "new.noneFound": ["No parameter is called that.", "لا يوجد معامل بهذا الاسم."],
  "new.between": ["{low} to {high}", "من {low} إلى {high}"],
  "new.above": ["above {low}", "أكبر من {low}"],
  "new.atLeast": ["at least {low}", "{low} على الأقل"],
  "new.list": ["numbers, with commas between", "أعداد تفصل بينها فواصل"],
  "new.own": ["as the scenario has it: {value}", "كما في السيناريو: {value}"],
  "new.blank": ["blank", "فارغ"],
  "new.yes": ["yes", "نعم"],
  "new.no": ["no", "لا"],
  "new.reset": ["Undo", "تراجع"],
  "new.run": ["Run", "تشغيل"],
  "new.taken": ["“{title}” was taken on.", "أُدرجت «{title}»."],
  "new.refused": ["It cannot be run like this:", "لا يمكن تشغيلها هكذا:"],

  "runs.title": ["Runs", "عمليات المحاكاة"],
  "runs.none": ["None yet.", "لا شيء بعد."],
  "runs.open": ["Open", "فتح"],
  "runs.files": ["Files", "الملفات"],
  "runs.cancel": ["Cancel", "إلغاء"],
  "runs.delete": ["Delete", "حذف"],
  "runs.sure": ["Delete for good?", "حذف نهائي؟"],
  "runs.choose": ["Choose “{title}” for comparison", "اختيار «{title}» للمقارنة"],
  "runs.compare": ["Compare {number} runs", "مقارنة {number} عمليات"],
  "runs.compareHelp": ["Tick two or more to compare them; the one that was ticked first is the baseline.", "علّم اثنتين أو أكثر للمقارنة؛ الأولى هي الأساس."],
  "runs.members": ["members {members}, seed {seed}, {engine}", "العيّنات {members}، البذرة {seed}، {engine}"],
  "runs.changed": ["changed: {names}", "المُغيَّر: {names}"],
  "runs.comparison": ["comparison", "مقارنة"],
  "runs.folder": ["folder", "مجلد"],
  "runs.place": ["waits, place {place}", "في الانتظار، الدور {place}"],
  "runs.progress": ["{done} of {total} members: {phase}", "{done} من {total}: {phase}"],
  "runs.starting": ["begins; the first run after an installation takes up to a minute longer", "تبدأ؛ أول عملية بعد التثبيت تستغرق دقيقة إضافية"],
  "runs.writing": ["writes tables and the page", "كتابة الجداول والصفحة"],
  "runs.said": ["“{title}” now: {state}", "«{title}» الآن: {state}"],
  "runs.lost": ["No connection to the server; trying again …", "انقطع الاتصال بالخادم؛ تجري إعادة المحاولة …"],
  "state.queued": ["waits", "في الانتظار"],
  "state.running": ["runs", "قيد التشغيل"],
  "state.done": ["done", "تمّت"],
  "state.failed": ["failed", "فشلت"],
  "state.cancelled": ["cancelled", "أُلغيت"],
  "state.interrupted": ["interrupted", "قُطعت"],
};

/** Words, numbers and dates of the start page in a language. */
export function makeStartLanguage(code) {
  const column = Math.max(0, LANGUAGES.findIndex((language) => language.code === code));
  const { locale, direction } = LANGUAGES[column];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const word = (key, values = {}) => (START_WORDS[key]?.[column] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  return {
    code: LANGUAGES[column].code, direction, word,
    whole: (number) => whole.format(number),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    moment: (text) => moment.format(new Date(text)),
  };
}
