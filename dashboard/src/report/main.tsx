import { render } from "preact";
import { useState } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import "../dashboard.css";
import { type Content, drawn } from "./content";
import { Configuration, Legend } from "./part";
import { Replay } from "./replay";
import { Training } from "./training";

const content = JSON.parse(document.getElementById("content")!.textContent!) as Content, strategies = drawn(content);

/** A report of `coxswain train` or `coxswain replay`: one file, no network. */
function Report() {
  const [hidden, setHidden] = useState(new Set<string>()), shown = strategies.filter(s => !hidden.has(s.name)), [headline, ...others] = content.sentences;
  const toggle = (name: string) => setHidden(before => { const now = new Set(before); if (!now.delete(name)) now.add(name); return now; });
  const Here = content.kind === "training" ? Training : Replay;
  return <>
    <div class="top"><strong>Coxswain</strong><span>{content.kind} report</span></div>
    <main><h1>{headline}</h1>
      {others.length > 0 && <ul>{others.map(sentence => <li>{sentence}</li>)}</ul>}
      {content.report.notes?.map(note => <p class="card" role="note">{note}</p>)}
      <Legend strategies={strategies} hidden={hidden} toggle={toggle} />
      <Here content={content} shown={shown} /><Configuration config={content.report.config} />
      <p class="soft">One file, no network.</p></main></>;
}

const page = document.getElementById("page")!;
page.replaceChildren();
render(<Report />, page);
