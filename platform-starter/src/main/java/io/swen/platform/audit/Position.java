package io.swen.platform.audit;

/** Where a row stands in the order of sealing: by transaction and then by its number; {@code tx} is unsigned. */
record Position(long tx, long seq) implements Comparable<Position> {

    static final Position BEGINNING = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
        int byTransaction = Long.compareUnsigned(tx, other.tx);
        return byTransaction != 0 ? byTransaction : Long.compare(seq, other.seq);
    }

    String txText() {
        return Long.toUnsignedString(tx);
    }

    @Override
    public String toString() {
        return txText() + "/" + seq;
    }
}
