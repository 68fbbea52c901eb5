// The language of the page: words, numbers and dates.

import { LABELS, LANGUAGES, WORDS } from "./words.js";

/** Words, numbers and dates in a language; dates are those of the scenario. */
export function makeLanguage(code, dateOf) {
  const column = Math.max(
    0,
    LANGUAGES.findIndex((language) => language.code === code),
  );
  const language = LANGUAGES[column];
  const format = (options) => new Intl.NumberFormat(language.locale, options);
  const dated = (options) => new Intl.DateTimeFormat(language.locale, { timeZone: "UTC", ...options });
  const whole = format({ maximumFractionDigits: 0 });
  const rounded = format({ maximumSignificantDigits: 3 });
  const finer = format({ maximumSignificantDigits: 4 });
  const compact = format({ notation: "compact", maximumSignificantDigits: 3 });
  const signed = format({ maximumSignificantDigits: 3, signDisplay: "exceptZero" });
  const compactSigned = format({ notation: "compact", maximumSignificantDigits: 2, signDisplay: "exceptZero" });
  const percent = format({ style: "percent", maximumFractionDigits: 0 });
  const decimal = format({ maximumFractionDigits: 2 });
  const long = dated({ day: "numeric", month: "long", year: "numeric" });
  const short = dated({ day: "numeric", month: "short" });
  const month = dated({ month: "short" });

  const word = (key, values = {}) => {
    const text = WORDS[key]?.[column] ?? WORDS[key]?.[0] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
  return {
    ...language,
    word,
    /** The word for a value of the data, as a kind; what has no word is shown as it is. */
    wordOf: (group, value) => (WORDS[`${group}.${value}`] ? word(`${group}.${value}`) : String(value)),
    labelOf: ({ quantity, of, label }) => LABELS[`${quantity}/${of}`]?.[column] || label || `${quantity} ${of}`,
    whole: (number) => whole.format(Math.round(number)),
    about: (number) => rounded.format(Math.round(number)),
    /** Ends of an interval; with more figures where they would look the same. */
    ends(...ends) {
      const [low, high] = ends.map(Math.round);
      const written = [rounded, finer].find((one) => one.format(low) !== one.format(high)) ?? whole;
      return { low: written.format(low), high: written.format(high) };
    },
    compact: (number) => compact.format(number),
    signed: (number) => signed.format(Math.round(number)).replace(/^-/, "−"),
    compactSigned: (number) => compactSigned.format(number),
    percent: (share) => percent.format(share),
    decimal: (number) => decimal.format(number),
    date: (day) => long.format(dateOf(day)),
    dateShort: (day) => short.format(dateOf(day)),
    month: (day) => month.format(dateOf(day)),
  };
}
