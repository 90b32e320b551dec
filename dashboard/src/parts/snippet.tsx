import { useState } from "preact/hooks";

/** Lines to copy into a terminal or an editor. */
export function Snippet({ title, text }: { title: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(text).then(() => { setCopied(true); setTimeout(() => setCopied(false), 1500); });
  return <section class="card"><header><h2>{title}</h2><button onClick={copy}>{copied ? "Copied" : "Copy"}</button></header><pre tabIndex={0}>{text}</pre></section>;
}
