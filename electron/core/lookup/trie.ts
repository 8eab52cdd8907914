import { grown } from './growable.ts';

/**
 * The token dictionary: every distinct folded word of the base, as a trie that
 * only grows.
 *
 * Layout: four parallel arrays, one cell a node; node 0 is the root.
 *   letter      the UTF-16 unit on the edge from the parent
 *   firstChild  node, or 0 when there is none
 *   nextSibling node, or 0
 *   token       token id of the word that ends here, or 0 (token ids begin at 1)
 * Words put in in sorted order lie in pre-order, so that a walk reads memory
 * forwards; words learnt later are appended wherever they fall.
 */
export interface Trie {
  letter: Uint16Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  token: Int32Array;
  nodes: number;
  words: number;
}

const growth = 1.25;

export function createTrie(capacity = 1024): Trie {
  return {
    letter: new Uint16Array(capacity),
    firstChild: new Int32Array(capacity),
    nextSibling: new Int32Array(capacity),
    token: new Int32Array(capacity),
    nodes: 1,
    words: 0,
  };
}

/** The arrays of a trie, as long as there are nodes, always in the same order: views, not copies. */
export function trieArrays({ nodes, letter, firstChild, nextSibling, token }: Trie): TrieArray[] {
  return [letter, firstChild, nextSibling, token].map((cells) => cells.subarray(0, nodes));
}
type TrieArray = Uint16Array | Int32Array;

/** Puts a word in; a word that is there already keeps its place and takes the new id. */
export function addWord(trie: Trie, word: string, token: number): void {
  if (trie.nodes + word.length > trie.letter.length) {
    const length = Math.max(trie.nodes + word.length, Math.ceil(trie.letter.length * growth));
    trie.letter = grown(trie.letter, length);
    trie.firstChild = grown(trie.firstChild, length);
    trie.nextSibling = grown(trie.nextSibling, length);
    trie.token = grown(trie.token, length);
  }
  let node = 0;
  for (let at = 0; at < word.length; at += 1) {
    const letter = word.charCodeAt(at);
    let child = childOf(trie, node, letter);
    if (child === 0) {
      child = trie.nodes;
      trie.nodes += 1;
      trie.letter[child] = letter;
      trie.nextSibling[child] = trie.firstChild[node]!;
      trie.firstChild[node] = child;
    }
    node = child;
  }
  if (trie.token[node] === 0) trie.words += 1;
  trie.token[node] = token;
}

/** The token id of a word, or 0. */
export function findWord(trie: Trie, word: string): number {
  const node = findNode(trie, word);
  return node === undefined ? 0 : trie.token[node]!;
}

/** The node a prefix leads to; undefined when no word begins with it. */
function findNode(trie: Trie, prefix: string): number | undefined {
  let node = 0;
  for (let at = 0; at < prefix.length; at += 1) {
    node = childOf(trie, node, prefix.charCodeAt(at));
    if (node === 0) return undefined;
  }
  return node;
}

function childOf({ letter, firstChild, nextSibling }: Trie, node: number, wanted: number): number {
  let child = firstChild[node]!;
  while (child !== 0 && letter[child] !== wanted) child = nextSibling[child]!;
  return child;
}
