package io.swen.routing.rebalance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says whether to move a workload, from the past alone. Whatever prices do, with looks at every change of a price:
 *
 * <ul>
 *   <li>what is spent, with disruption, never exceeds what staying at home would have cost by more than the account's allowance
 *       and the dearest single way home: a move is made only while what was lost, the move, the way home and the overcharge until
 *       the next look fit into the allowance together, and once the last two no longer fit, the workload goes home;
 *   <li>in any 24 hours there are at most {@code movesPerDay} moves;
 *   <li>a place that was left is not gone back to for {@code noReturn}, but for the way home, after which it rests as long.
 * </ul>
 */
final class MovePolicy {

    private static final double HOUR = Duration.ofHours(1).toMillis();
    private static final Duration DAY = Duration.ofDays(1);

    /** The numbers that it goes by; see {@link RebalanceProperties}. */
    record Terms(
            double margin,
            Duration confirm,
            Duration minimumStay,
            Duration noReturn,
            int movesPerDay,
            Duration allowance,
            Duration longestLook) {}

    /**
     * A place that could be gone to.
     *
     * @param rate what it costs an hour
     * @param expectedRate the same with what interruptions are expected to cost
     * @param disruption what going there costs at once
     */
    record Target(String offer, double rate, double expectedRate, double disruption) {}

    /**
     * What there is to see.
     *
     * @param rate what the place at hand costs an hour
     * @param expectedRate the same with what interruptions are expected to cost
     * @param hours over which a saving is counted
     * @param home what going home costs; null when it is there, or when home cannot be had
     * @param best the best other place; null when there is none
     */
    record Look(
            Instant at,
            double rate,
            double expectedRate,
            double hours,
            @Nullable Target home,
            @Nullable Target best) {}

    /** What to do. */
    sealed interface Verdict {

        /** The account, reckoned up to the look. */
        Account account();

        /** @param outcome a word for statistics */
        record Stay(Account account, String outcome, String why) implements Verdict {}

        /**
         * @param saving net, in USD over the hours of the look
         * @param part of the cost of staying that it is
         */
        record Move(Account account, Target target, double saving, double part, String why) implements Verdict {}

        /** The reserve for the way home would not last until the next look. */
        record GoHome(Account account, Target target, String why) implements Verdict {}
    }

    private final Terms terms;

    MovePolicy(Terms terms) {
        this.terms = terms;
    }

    double allowance(double homeRate) {
        return homeRate * hours(terms.allowance());
    }

    /** Until when a workload rests after a move. */
    Instant restAfter(Instant at, boolean goesHome) {
        return at.plus(goesHome ? terms.noReturn() : terms.minimumStay());
    }

    /** Places that may not be gone to at a moment, but for the way home. */
    List<String> barred(Account account, Instant at) {
        Instant before = at.minus(terms.noReturn());
        return account.departures().stream()
                .filter(left -> left.at().isAfter(before))
                .map(Account.Departure::offer)
                .distinct()
                .sorted()
                .toList();
    }

    Verdict look(Account before, Look look) {
        Duration gap = Duration.between(before.lookedAt(), look.at());
        Target home = look.home();
        boolean away = !before.standsAtHome();
        double homeRate = away && home != null ? home.rate() : look.rate();
        Account account = before.reckonedTo(look.at(), look.rate(), homeRate)
                .forgetting(look.at().minus(longest(terms.noReturn(), DAY)));
        if (away && home == null) {
            account = account.settled();
        }
        double untilNext = hours(longest(gap, terms.longestLook()));
        if (away && home != null) {
            double reserve = home.disruption() + Math.max(0, look.rate() - home.rate()) * untilNext;
            if (account.loss() + reserve > account.allowance()) {
                return new Verdict.GoHome(
                        account,
                        home,
                        String.format(
                                Locale.ROOT,
                                "being here has cost %.4f USD more than staying at %s would have, and going on would use up"
                                        + " the allowance of %.4f USD that the way back needs",
                                account.loss(),
                                home.offer(),
                                account.allowance()));
            }
        }
        Target best = look.best();
        if (best == null) {
            return new Verdict.Stay(account.worthSince(null), "best", "there is no better place");
        }
        double staying = look.expectedRate() * look.hours();
        double saving = staying - best.expectedRate() * look.hours() - best.disruption();
        double part = staying <= 0 ? 0 : saving / staying;
        if (saving <= 0 || part < terms.margin()) {
            return new Verdict.Stay(
                    account.worthSince(null),
                    "not_worth_it",
                    String.format(
                            Locale.ROOT,
                            "%s would save %.1f %% after disruption, less than %.1f %%",
                            best.offer(),
                            part * 100,
                            terms.margin() * 100));
        }
        Instant worthSince = account.worthSince() == null ? look.at() : account.worthSince();
        Account worth = account.worthSince(worthSince);
        String hindrance = hindrance(worth, look, best, worthSince, untilNext);
        return hindrance == null
                ? new Verdict.Move(worth, best, saving, part, why(look, best, saving, part))
                : new Verdict.Stay(worth, "held_back", hindrance);
    }

    private @Nullable String hindrance(Account account, Look look, Target best, Instant worthSince, double untilNext) {
        Instant at = look.at();
        if (Duration.between(worthSince, at).compareTo(terms.confirm()) < 0) {
            return "a saving has to hold for " + terms.confirm();
        }
        if (Duration.between(account.since(), at).compareTo(terms.minimumStay()) < 0) {
            return "it has been here for less than " + terms.minimumStay();
        }
        if (account.restUntil() != null && at.isBefore(account.restUntil())) {
            return "it rests until " + account.restUntil();
        }
        Instant dayAgo = at.minus(DAY);
        long today = account.departures().stream()
                .filter(left -> left.at().isAfter(dayAgo))
                .count();
        // One is kept for the way home.
        if (today >= terms.movesPerDay() - 1) {
            return "it was moved " + today + " times in the last 24 hours";
        }
        if (barred(account, at).contains(best.offer())) {
            return "it left " + best.offer() + " less than " + terms.noReturn() + " ago";
        }
        // The way home is taken to cost what this move does, or what going home from here would, whichever is more.
        double wayHome = Math.max(
                best.disruption(), look.home() == null ? 0 : look.home().disruption());
        double homeRate = account.homeRate();
        double needed = best.disruption() + wayHome + Math.max(0, best.rate() - homeRate) * untilNext;
        if (account.loss() + needed > account.allowance()) {
            return String.format(
                    Locale.ROOT,
                    "moves have lost %.4f USD; this one and a way back would cost %.4f, more than the allowance of %.4f",
                    account.loss(),
                    needed,
                    account.allowance());
        }
        return null;
    }

    private static String why(Look look, Target best, double saving, double part) {
        return String.format(
                Locale.ROOT,
                "%s costs %.4f USD an hour instead of %.4f; over %.1f hours that saves %.4f USD after %.4f USD of disruption,"
                        + " which is %.1f %%",
                best.offer(),
                best.rate(),
                look.rate(),
                look.hours(),
                saving,
                best.disruption(),
                part * 100);
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / HOUR;
    }
}
