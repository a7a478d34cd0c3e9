package io.swen.cli.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds many byte sequences in one pass over a stream (Aho and Corasick, 1975), so that the time does not depend on how many secrets
 * there are. Each byte is one step in a table.
 */
final class CanarySearch {

    /** A secret that stands where it should not. */
    record Hit(Canary canary, String form) {}

    private static final int ROOT = 0;
    private static final int NONE = -1;

    private int[] next = new int[0];
    private final List<int[]> hitsOfState = new ArrayList<>();
    private final List<Hit> hits = new ArrayList<>();
    private int states;

    CanarySearch(Collection<Canary> canaries) {
        newState();
        for (Canary canary : canaries) {
            canary.forms().forEach((form, bytes) -> add(new Hit(canary, form), bytes));
        }
        link();
    }

    private int newState() {
        int state = states++;
        if (next.length < states * 256) {
            int before = next.length;
            next = Arrays.copyOf(next, Math.max(states * 256, before * 2));
            Arrays.fill(next, before, next.length, NONE);
        }
        hitsOfState.add(new int[0]);
        return state;
    }

    private void add(Hit hit, byte[] bytes) {
        int state = ROOT;
        for (byte each : bytes) {
            int at = state * 256 + (each & 0xff);
            if (next[at] == NONE) {
                int made = newState();
                next[at] = made;
            }
            state = next[at];
        }
        hits.add(hit);
        hitsOfState.set(state, with(hitsOfState.get(state), hits.size() - 1));
    }

    /** Where a text goes on that is no way of the tree: the longest of its ends that is one. */
    private void link() {
        int[] fallback = new int[states];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int letter = 0; letter < 256; letter++) {
            int state = next[letter];
            if (state == NONE) {
                next[letter] = ROOT;
            } else {
                queue.add(state);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int hit : hitsOfState.get(fallback[state])) {
                hitsOfState.set(state, with(hitsOfState.get(state), hit));
            }
            for (int letter = 0; letter < 256; letter++) {
                int at = state * 256 + letter;
                int fallen = next[fallback[state] * 256 + letter];
                if (next[at] == NONE) {
                    next[at] = fallen;
                } else {
                    fallback[next[at]] = fallen;
                    queue.add(next[at]);
                }
            }
        }
    }

    private static int[] with(int[] all, int one) {
        int[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = one;
        return more;
    }

    /** One pass; what is found is told once. */
    Pass pass() {
        return new Pass();
    }

    /** Takes the bytes of one place as they come. */
    final class Pass extends OutputStream {

        private final Set<Hit> found = new LinkedHashSet<>();
        private int state = ROOT;
        private long bytes;

        private Pass() {}

        @Override
        public void write(int value) {
            state = next[state * 256 + (value & 0xff)];
            bytes++;
            for (int hit : hitsOfState.get(state)) {
                found.add(hits.get(hit));
            }
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            for (int at = offset; at < offset + length; at++) {
                write(data[at]);
            }
        }

        void read(InputStream in) throws IOException {
            in.transferTo(this);
        }

        Set<Hit> found() {
            return found;
        }

        long bytes() {
            return bytes;
        }
    }
}
