// @ts-check
/*
 * Other forms of the numbers in a query. The rules are in docs/search.md, section 11.
 */

const NUMERALS = '\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d', ZEROS = '0o\u3007\u25cb\u25ef\u96f6';
// A letter, a digit, or a sign inside numbers, such as %. All others are marks.
const LETTER = /[\p{Alphabetic}\p{N}%\u2030\u2031\u00b0]/u;
const ASKED = 8; // the maximum number of forms that `otherNumerals` gives

/** @param {string | undefined} c */
const isDigit = (c) => c !== undefined && c >= '0' && c <= '9';

/**
 * A number from 1 to 9,999 in Chinese numerals: 32 as 三十二; empty for any other text.
 * @param {string} number
 */
function inChinese(number) {
  if (!/^[1-9][0-9]{0,3}$/.test(number)) return '';
  const units = ['', '\u5341', '\u767e', '\u5343'];
  let out = '', zero = false;
  Array.from(number, Number).forEach((digit, i) => {
    if (digit) out += (zero ? '\u96f6' : '') + NUMERALS[digit - 1] + units[number.length - 1 - i];
    zero = !digit;
  });
  return out.replace(/^\u4e00\u5341/, '\u5341');
}

/**
 * A number with a Chinese numeral for each digit: 2020 as 二〇二〇.
 * @param {string} digits
 * @param {string} zero
 */
const spelled = (digits, zero) => Array.from(digits, (c) => (c === '0' ? zero : NUMERALS[Number(c) - 1])).join('');

/**
 * The reverse of `spelled`: 二〇二〇 as 2020.
 * @param {string} text
 */
const digitsOf = (text) => Array.from(text, (c) => NUMERALS.indexOf(c) + 1).join('');

/**
 * The value of a Chinese number, as digits; empty for zero, and for a text that is no number.
 * @param {string} text
 */
function inArabic(text) {
  if (!/[\u5341\u767e\u5343]/.test(text)) return text.length < 16 ? digitsOf(text).replace(/^0+/, '') : '';
  let total = 0, digit = 0;
  for (const c of text) {
    const unit = { '\u5341': 10, '\u767e': 100, '\u5343': 1000 }[c];
    if (unit) {
      total += (digit || 1) * unit;
      digit = 0;
    } else {
      digit = NUMERALS.indexOf(c) + 1;
    }
  }
  return String(total + digit || '');
}

/**
 * The forms of a day or, without `day`, of a month; an empty list if the month or the day is out of
 * range.
 * @param {string} year
 * @param {string} month
 * @param {string} day
 */
function dateForms(year, month, day) {
  const plain = (day ? [month, day] : [month]).map((n) => String(Number(n)));
  if (plain.some((n, i) => Number(n) < 1 || Number(n) > [12, 31][i])) return [];
  /** @param {string[]} parts */
  const named = (parts) => '\u5e74' + parts.map((part, i) => part + '\u6708\u65e5'[i]).join('');
  const marked = [plain.map((n) => n.padStart(2, '0')).join('-'), plain.join('.'), plain.join('/')];
  return [year + named(plain), spelled(year, '\u3007') + named(plain.map(inChinese))].concat(marked.map((rest, i) => year + '-./'[i] + rest));
}

/**
 * The Chinese forms of a percentage or of a number of thousandths: 50% (`number` 50, `of` 百) as
 * 百分之五十.
 * @param {string} number
 * @param {string} of
 */
function shareForms(number, of) {
  const [whole, part] = number.split('.'), value = whole === '0' ? '\u96f6' : inChinese(whole);
  const out = value ? [of + '\u5206\u4e4b' + value + (part ? '\u70b9' + spelled(part, '\u96f6') : '')] : [];
  return number === '100' && of === '\u767e' ? out.concat(of + '\u5206\u4e4b\u767e') : out;
}

/**
 * The form in digits of a Chinese percentage or fraction: 百分之五十 as 50%.
 * @param {string} of
 * @param {string} number
 */
function figureForms(of, number) {
  const [whole, part] = number.split('\u70b9'), value = inArabic(whole) || '0', figure = value + (part ? '.' + digitsOf(part) : '');
  const sign = { '\u767e': '%', '\u5343': '\u2030' }[of];
  return sign ? [figure + sign] : [figure + '/' + inArabic(of)];
}

const NUMERAL = '[' + NUMERALS + ZEROS.slice(2) + '\u5341\u767e\u5343]', YEAR = '((?:19|20)[0-9]{2})';
const UNITS = '[\u5e74\u6708\u65e5\u53f7\u5929\u5468\u5c81\u5143\u4e07\u4ebf\u4e2a\u6761\u6b3e\u9879\u7ae0\u8282\u5c4a\u6b21\u540d\u4eba\u500d\u671f\u6279)]';
const NUMBER = new RegExp([
  YEAR + '[-./\u5e74]([0-9]{1,2})[-./\u6708]([0-9]{1,2})[\u65e5\u53f7]?',
  YEAR + '(?:[-./]([0-9]{1,2})|\u5e74([0-9]{1,2})\u6708)',
  '([0-9]{1,2})\u6708([0-9]{1,2})[\u65e5\u53f7]',
  '([0-9]+(?:\\.[0-9]+)?)([%\u2030])',
  '([0-9]+)/([0-9]+)',
  '([0-9]+(?:[-.,:][0-9]+)*)(\u5e74?)',
  '(' + NUMERAL + '{4})\u5e74(?:(' + NUMERAL + '{1,3})\u6708(?:(' + NUMERAL + '{1,3})[\u65e5\u53f7])?)?',
  '(' + NUMERAL + '+)\u5206\u4e4b(' + NUMERAL + '+(?:\u70b9' + NUMERAL + '+)?)',
  '\u7b2c(' + NUMERAL + '+)',
  '(' + NUMERAL + '+)(' + UNITS + ')',
].join('|'), 'g');

/**
 * The other forms of a number that `NUMBER` found, the likeliest first.
 * @param {string[]} found
 */
function formsOf(found) {
  const [, y, m, d, y2, m2, m3, m5, d5, share, sign, over, under, plain, year, y4, m4, d4, of, parts, ordinal, count, unit] = found;
  /** @param {string} text */
  const isYear = (text) => text.length === 4 && !/[\u5341\u767e\u5343]/.test(text);
  /** @param {string} value @param {string} before @param {string} after */
  const around = (value, before, after) => (value ? [before + value + after] : []);
  if (y) return dateForms(y, m, d);
  if (y2) return dateForms(y2, m2 || m3, '');
  if (m5) return dateForms('', m5, d5).slice(0, 2).map((form) => form.slice(1));
  if (share) return shareForms(share, sign === '%' ? '\u767e' : '\u5343');
  if (over) return around(inChinese(under), '', '\u5206\u4e4b' + inChinese(over));
  if (plain && year && plain.length === 4) return [spelled(plain, '\u3007') + year];
  if (plain && /^(?:19|20)[0-9]{6}$/.test(plain) && !year) return dateForms(plain.slice(0, 4), plain.slice(4, 6), plain.slice(6));
  if (plain) return /^(?:19|20)[0-9]{2}$/.test(plain) ? [] : around(inChinese(plain), '', year);
  if (y4) return !isYear(y4) ? [] : m4 ? dateForms(digitsOf(y4), inArabic(m4), d4 ? inArabic(d4) : '') : [digitsOf(y4) + '\u5e74'];
  if (of) return figureForms(of, parts);
  if (ordinal) return around(inArabic(ordinal), '\u7b2c', '');
  return around(unit === ')' && isYear(count) ? digitsOf(count) : inArabic(count), '', unit);
}

/**
 * A folded query with its numbers in other forms. The first result changes all numbers in Arabic
 * digits, the next all numbers in Chinese numerals. The others change all numbers, or only one. A
 * result that changes nothing is left out.
 * @param {string} query
 */
function otherNumerals(query) {
  // 0 and o between Chinese numerals stand for the Chinese zero.
  const folded = query.replace(new RegExp('([' + NUMERALS + ZEROS.slice(2) + '])([0o]+)(?=[' + NUMERALS + ZEROS.slice(2) + '\u5e74])', 'g'), (_, before, zeros) => before + '\u3007'.repeat(zeros.length));
  /** @type {{text: string, forms: string[]}[]} */
  const pieces = [];
  let from = 0;
  folded.replace(NUMBER, (text, ...rest) => {
    const at = rest[rest.length - 2], forms = formsOf([text].concat(rest)).filter((form) => form !== text);
    if (forms.length) {
      pieces.push({ text: folded.slice(from, at), forms: [] }, { text, forms });
      from = at + text.length;
    }
    return text;
  });
  const end = folded.slice(from);
  /** @type {string[]} */
  const out = [];
  /** @param {(text: string, forms: string[], i: number) => string} choose */
  const add = (choose) => {
    const form = pieces.map(({ text, forms }, i) => (forms.length && choose(text, forms, i)) || text).join('') + end;
    if (form !== query && !out.includes(form)) out.push(form);
  };
  /** @param {string} text */
  const isArabic = (text) => isDigit(text[0]);
  add((text, forms) => (isArabic(text) ? forms[0] : ''));
  add((text, forms) => (isArabic(text) ? '' : forms[0]));
  for (let n = 0; n < ASKED; n++) add((_, forms) => forms[Math.min(n, forms.length - 1)]);
  pieces.forEach((_, only) => add((_, forms, i) => (i === only ? forms[0] : '')));
  return out.slice(0, ASKED);
}

const DAY = new RegExp('^' + YEAR + '(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$|' + YEAR + '[-./\u5e74][0-9]{1,2}[-./\u6708][0-9]');

/**
 * The forms in which documents may write a folded query that is a document number or an index
 * number.
 * @param {string} folded
 */
function documentNumbers(folded) {
  /** @type {string[]} */
  const out = [];
  const close = folded.split(SPLIT).join(''), compact = Array.from(close).filter((c) => LETTER.test(c)).join('');
  if (DAY.test(close)) return out;
  const END = '(?:\u5b57?\u7b2c|\u5b57)?0*([1-9][0-9]{0,3})(?:\u53f7(?:\u6587\u4ef6?)?)?$';
  const usual = new RegExp('^([^0-9]*)' + YEAR + '\u5e74?' + END).exec(compact);
  const early = new RegExp('^' + YEAR + '\u5e74?([^0-9]+?)' + END).exec(compact);
  const short = new RegExp('^([^0-9(]+)\\(?([0-9]{2})[)\u5e74]' + END).exec(close);
  /** @param {string} prefix @param {string} year @param {string} serial */
  const add = (prefix, year, serial) => {
    const before = prefix.replace(/\u5b57$/, ''), start = before ? before + ' ' : '';
    for (let width = serial.length; width <= Math.max(serial.length, 3); width++) {
      const number = serial.padStart(width, '0') + '\u53f7';
      out.push(start + '\u3014' + year + '\u3015' + number, start + '\u3014' + year + '\u3015\u7b2c' + number);
    }
    out.push(start + year + '\u5e74\u7b2c' + serial + '\u53f7');
  };
  if (usual) add(usual[1], usual[2], usual[3]);
  else if (early) add(early[2], early[1], early[3]);
  else if (short) add(short[1], '20' + short[2], short[3]);
  const index = new RegExp('^([0-9a-z]{4}[-/0-9a-z]*?)[-/]?' + YEAR + '[-/]0*([1-9][0-9]{0,4})$').exec(close);
  for (let width = 6; index && width >= 3; width--) out.push(index[1] + ' ' + index[2] + '-' + index[3].padStart(width, '0'));
  return out;
}

/**
 * A query with document numbers and index numbers in other forms: the whole query as one number,
 * or one of several terms as a number.
 * @param {string[]} words
 */
function numberForms(words) {
  const out = documentNumbers(words.join(' '));
  for (let i = 0; i < words.length && words.length > 1; i++) for (const form of documentNumbers(words[i])) out.push(words.map((word, j) => (j === i ? form : word)).join(' '));
  return out;
}
