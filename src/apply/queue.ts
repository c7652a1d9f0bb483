// First come, first served, in constant time: `shift` of an array moves all that is left, which for fifty thousand
// waiting tasks takes seconds.

/** Items in the order in which they came. */
export class Queue<Item> {
  #arriving: Item[] = [];
  /** Those to leave next, the first of them last. */
  #leaving: Item[] = [];

  get size(): number {
    return this.#arriving.length + this.#leaving.length;
  }

  push(item: Item): void {
    this.#arriving.push(item);
  }

  /** Takes the first item out. */
  shift(): Item | undefined {
    if (this.#leaving.length === 0) {
      this.#leaving = this.#arriving.reverse();
      this.#arriving = [];
    }
    return this.#leaving.pop();
  }
}
