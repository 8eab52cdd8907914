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
 * forwards.
 *
 * A trie that is sealed takes no more nodes and knows its words in the order of a
 * walk, so that all words below a node are one range and need not be walked to.
 * Words learnt later stand in a trie of their own, `since`.
 */
export interface Trie {
  letter: Uint16Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  token: Int32Array;
  nodes: number;
  words: number;
  order: WordOrder | undefined;
  since: Trie | undefined;
}

/**
 * The words of a sealed trie as a walk meets them (first child, then next sibling;
 * a word before those it begins): token and length by rank, and by node the rank
 * of the first word at or below it. The words at and below a node end where those
 * of its next sibling begin, or else where its parent's end.
 */
export interface WordOrder {
  readonly tokens: Int32Array;
  readonly lengths: Uint8Array;
  readonly ranks: Int32Array;
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
    order: undefined,
    since: undefined,
  };
}

/** The arrays of a trie, as long as there are nodes, always in the same order: views, not copies. */
export function trieArrays({ nodes, letter, firstChild, nextSibling, token }: Trie): TrieArray[] {
  return [letter, firstChild, nextSibling, token].map((cells) => cells.subarray(0, nodes));
}
type TrieArray = Uint16Array | Int32Array;

/** Puts a word in; a word that is there already keeps its place and takes the new id. */
export function addWord(trie: Trie, word: string, token: number): void {
  if (trie.order !== undefined) {
    const known = findNode(trie, word);
    if (known !== undefined && trie.token[known] !== 0) {
      trie.token[known] = token;
      trie.order.tokens[trie.order.ranks[known]!] = token;
    } else {
      trie.since ??= createTrie();
      addWord(trie.since, word, token);
    }
    return;
  }
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

/** Puts the words in order; those that are learnt from now on stand apart. Some milliseconds for 100,000 words. */
export function sealTrie(trie: Trie): void {
  const { firstChild, nextSibling, token, nodes, words } = trie;
  const order = {
    tokens: new Int32Array(words),
    lengths: new Uint8Array(words),
    ranks: new Int32Array(nodes),
  };
  let rank = 0;
  const path: number[] = [];
  let node = firstChild[0]!;
  while (node !== 0 || path.length > 0) {
    if (node === 0) {
      node = nextSibling[path.pop()!]!;
      continue;
    }
    order.ranks[node] = rank;
    path.push(node);
    if (token[node] !== 0) {
      order.tokens[rank] = token[node]!;
      order.lengths[rank] = path.length;
      rank += 1;
    }
    node = firstChild[node]!;
  }
  trie.order = order;
}

/** The token id of a word, or 0. */
export function findWord(trie: Trie, word: string): number {
  const node = findNode(trie, word);
  const token = node === undefined ? 0 : trie.token[node]!;
  return token === 0 && trie.since !== undefined ? findWord(trie.since, word) : token;
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
