package io.swen.routing.batch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Items that each take one of their candidates or none, under capacities that all of them share; the sum of the values of
 * what is taken is to be as large as can be.
 *
 * <p>Everything is a whole number. What a candidate uses of each capacity of its item is not below zero, its value is above.
 */
final class AssignmentProblem {

    /** Stands for no candidate or no zone. */
    static final int NONE = -1;

    private final List<Item> items;
    private final List<String> names;
    private final long[] capacities;

    AssignmentProblem(List<Item> items, List<String> names, long[] capacities) {
        if (names.size() != capacities.length) {
            throw new IllegalArgumentException("every capacity has a name");
        }
        this.items = List.copyOf(items);
        this.names = List.copyOf(names);
        this.capacities = capacities.clone();
    }

    List<Item> items() {
        return items;
    }

    int rows() {
        return capacities.length;
    }

    long capacity(int row) {
        return capacities[row];
    }

    long[] capacities() {
        return capacities.clone();
    }

    /** What a capacity is called, for people. */
    String name(int row) {
        return names.get(row);
    }

    /** The sum of values; refuses a choice that exceeds a capacity. */
    long value(int[] choice) {
        long[] left = capacities.clone();
        long value = 0;
        for (int i = 0; i < choice.length; i++) {
            if (choice[i] != NONE) {
                Item item = items.get(i);
                item.take(choice[i], left, 1);
                value += item.value(choice[i]);
            }
        }
        for (int row = 0; row < left.length; row++) {
            if (left[row] < 0) {
                throw new IllegalStateException(names.get(row) + " is exceeded by " + -left[row]);
            }
        }
        return value;
    }

    /** The same problem with fewer candidates each. */
    AssignmentProblem with(List<Item> others) {
        return new AssignmentProblem(others, names, capacities);
    }

    /** What one item may take. */
    static final class Item {

        private final int[] rows;
        private final int[] ids;
        private final long[] values;
        private final long[] uses;
        private final int[] zones;
        private final long optimistic;

        /**
         * @param rows the capacities that candidates use of, the same for all of them
         * @param ids what the caller knows the candidates by
         * @param uses for each candidate what it uses of each of the rows, one candidate after the other
         * @param zones for each candidate a further capacity that it uses one of, or {@link #NONE}
         * @param optimistic what candidates that were left out are worth at most, 0 where none was; they are never taken,
         *     but count in bounds
         */
        Item(int[] rows, int[] ids, long[] values, long[] uses, int[] zones, long optimistic) {
            if (ids.length != values.length || ids.length * rows.length != uses.length || ids.length != zones.length) {
                throw new IllegalArgumentException("candidates have a value, a zone and a use of every row");
            }
            this.rows = rows;
            this.ids = ids;
            this.values = values;
            this.uses = uses;
            this.zones = zones;
            this.optimistic = optimistic;
        }

        long optimistic() {
            return optimistic;
        }

        int size() {
            return ids.length;
        }

        int id(int candidate) {
            return ids[candidate];
        }

        long value(int candidate) {
            return values[candidate];
        }

        int zone(int candidate) {
            return zones[candidate];
        }

        int[] rows() {
            return rows;
        }

        long use(int candidate, int at) {
            return uses[candidate * rows.length + at];
        }

        /** Where a candidate of this id is, or {@link #NONE}. */
        int find(int id) {
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] == id) {
                    return i;
                }
            }
            return NONE;
        }

        boolean fits(int candidate, long[] left) {
            int base = candidate * rows.length;
            for (int r = 0; r < rows.length; r++) {
                if (uses[base + r] > left[rows[r]]) {
                    return false;
                }
            }
            return zones[candidate] == NONE || left[zones[candidate]] >= 1;
        }

        /** Takes it off what is left ({@code times} 1) or gives it back (-1). */
        void take(int candidate, long[] left, int times) {
            int base = candidate * rows.length;
            for (int r = 0; r < rows.length; r++) {
                left[rows[r]] -= times * uses[base + r];
            }
            if (zones[candidate] != NONE) {
                left[zones[candidate]] -= times;
            }
        }

        /** The value less the price of what is used. */
        double reduced(int candidate, double[] prices) {
            double reduced = values[candidate];
            int base = candidate * rows.length;
            for (int r = 0; r < rows.length; r++) {
                reduced -= prices[rows[r]] * uses[base + r];
            }
            return zones[candidate] == NONE ? reduced : reduced - prices[zones[candidate]];
        }

        /**
         * Without candidates that another one beats or equals in value and in the use of every row, in the same zone: in any
         * solution the one can stand in for the other, so no optimum is lost.
         */
        Item undominated() {
            Map<Integer, Front> fronts = new HashMap<>();
            Front front = null;
            int zone = 0;
            for (int candidate = 0; candidate < ids.length; candidate++) {
                if (front == null || zones[candidate] != zone) {
                    zone = zones[candidate];
                    front = fronts.computeIfAbsent(zone, z -> new Front());
                }
                front.offer(candidate);
            }
            return only(fronts.values().stream()
                    .flatMapToInt(each -> Arrays.stream(each.members, 0, each.size))
                    .sorted()
                    .toArray());
        }

        /** Candidates of one zone of which none beats another. */
        private final class Front {
            private int[] members = new int[8];
            private int size;

            void offer(int candidate) {
                for (int k = 0; k < size; k++) {
                    if (beats(members[k], candidate)) {
                        // Who beats one tends to beat the next as well.
                        int strong = members[k];
                        members[k] = members[0];
                        members[0] = strong;
                        return;
                    }
                }
                int left = 0;
                for (int k = 0; k < size; k++) {
                    if (!beats(candidate, members[k])) {
                        members[left++] = members[k];
                    }
                }
                if (left == members.length) {
                    members = Arrays.copyOf(members, 2 * left);
                }
                members[left] = candidate;
                size = left + 1;
            }
        }

        /** Whether it is at least as good in everything. */
        private boolean beats(int a, int b) {
            return values[a] >= values[b] && usesNoMore(a, b);
        }

        private boolean usesNoMore(int a, int b) {
            for (int r = 0; r < rows.length; r++) {
                if (uses[a * rows.length + r] > uses[b * rows.length + r]) {
                    return false;
                }
            }
            return true;
        }

        /** With these candidates only. */
        Item only(int[] candidates) {
            int[] newIds = new int[candidates.length];
            long[] newValues = new long[candidates.length];
            long[] newUses = new long[candidates.length * rows.length];
            int[] newZones = new int[candidates.length];
            for (int i = 0; i < candidates.length; i++) {
                newIds[i] = ids[candidates[i]];
                newValues[i] = values[candidates[i]];
                newZones[i] = zones[candidates[i]];
                System.arraycopy(uses, candidates[i] * rows.length, newUses, i * rows.length, rows.length);
            }
            return new Item(rows, newIds, newValues, newUses, newZones, optimistic);
        }
    }
}
