// @ts-check
/*
 * Reads the text of the page aloud, block by block, with a voice of the browser, and marks the
 * current block. Without a voice for the language, some browsers report nothing. So this script
 * looks for a voice and limits the time for each block.
 */
(function () {
  "use strict";
  const START = 5000;    // milliseconds in which a voice must begin
  const LETTER = 700;    // the maximum number of milliseconds for a character
  const VOICES = 1500; // milliseconds for the browser to load its voices

  const synth = window.speechSynthesis;
  const language = /** @type {HTMLElement} */ (document.querySelector(".body[lang]") || document.documentElement).lang.slice(0, 2);

  /** A voice for the language of the text, preferably one that needs no network. @returns {Promise<SpeechSynthesisVoice | undefined>} */
  function voice() {
    const find = () => {
      const all = synth.getVoices().filter((v) => v.lang.toLowerCase().startsWith(language) || (language === "zh" && /^(cmn|yue)/i.test(v.lang)));
      return all.find((v) => v.localService) || all[0];
    };
    return new Promise((answer) => {
      const known = find();
      if (known || !synth.addEventListener) return answer(known);
      const done = () => {
        synth.removeEventListener("voiceschanged", done);
        answer(find());
      };
      synth.addEventListener("voiceschanged", done);
      setTimeout(done, VOICES);
    });
  }

  let stop = null; // a function that stops the current reading; null if nothing is being read

  /**
   * Begins to read or, if the script is reading, stops.
   * @param {(state: "reading" | "stopped" | "no-voice") => void} tell
   */
  function speak(tell) {
    if (stop) return stop("stopped");
    const blocks = Array.from(document.querySelectorAll(".body p,.body h2,.body h3,.body h4,.body h5,.body h6,.body li,.body caption,.body tr"))
      .filter((e) => e.textContent.trim() && !e.querySelector("p,li") && !(e.localName === "p" && e.closest("tr")));
    let at = -1, timer = 0, turn = 0;
    stop = (state) => {
      turn++;
      clearTimeout(timer);
      synth.cancel();
      if (blocks[at]) blocks[at].classList.remove("reading");
      stop = null;
      tell(state);
    };
    const next = (by) => {
      if (blocks[at]) blocks[at].classList.remove("reading");
      const block = blocks[++at], mine = ++turn;
      if (!block) return stop("stopped");
      const text = block.textContent.replace(/\s+/g, " ").trim(), said = new SpeechSynthesisUtterance(text);
      const limit = (ms) => {
        clearTimeout(timer);
        timer = setTimeout(() => stop && mine === turn && stop("no-voice"), ms);
      };
      said.voice = by;
      said.lang = by.lang;
      said.onstart = () => mine === turn && limit(START + text.length * LETTER);
      said.onend = () => mine === turn && next(by);
      said.onerror = () => mine === turn && stop && stop("no-voice");
      block.classList.add("reading");
      block.scrollIntoView({ block: "nearest" });
      limit(START);
      synth.speak(said);
    };
    tell("reading");
    const asked = turn;
    voice().then((by) => {
      if (!stop || asked !== turn) return;
      if (by) next(by);
      else stop("no-voice");
    });
  }

  window.addEventListener("pagehide", () => stop && stop("stopped"));
  /** @type {any} */ (window).muluSpeak = speak;
})();
