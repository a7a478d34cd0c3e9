package io.swen.routing.rebalance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a workload's moves have cost and saved; amounts in USD.
 *
 * @param decision the decision by which it stands where it stands
 * @param home where it would be if it had never been moved; a place it lost is replaced by where it went then
 * @param since when it came to where it is
 * @param lookedAt up to when it is reckoned
 * @param rate what the place at hand cost an hour at the newest look
 * @param homeRate what home cost an hour then; where home cannot be had, what the place at hand cost
 * @param spent on running and on disruption
 * @param stayed what running at home would have cost
 * @param disruption the part of {@code spent} that moves cost
 * @param allowance how far {@code spent} may exceed {@code stayed}
 * @param worthSince since when a move has been worth it without a break
 * @param restUntil before then it is not moved, but to go home
 * @param offered the move that was proposed last
 */
record Account(
        UUID decision,
        String home,
        String place,
        Instant since,
        Instant lookedAt,
        double rate,
        double homeRate,
        double spent,
        double stayed,
        double disruption,
        double allowance,
        int moves,
        int returns,
        int oscillations,
        @Nullable Instant worthSince,
        @Nullable Instant restUntil,
        @Nullable Offered offered,
        List<Departure> departures) {

    private static final double HOUR = Duration.ofHours(1).toMillis();

    /** A place that was left by a move. */
    record Departure(String offer, Instant at, boolean home) {}

    /** A move that was proposed, and what it is reckoned to cost. */
    record Offered(String offer, double disruption, boolean home) {}

    Account {
        departures = List.copyOf(departures);
    }

    /** One that begins at a place. */
    static Account open(UUID decision, String offer, Instant at, double rate, double allowance) {
        return new Account(
                decision, offer, offer, at, at, rate, rate, 0, 0, 0, allowance, 0, 0, 0, null, null, null, List.of());
    }

    boolean standsAtHome() {
        return home.equals(place);
    }

    /** By how much moving about has cost more than staying, negative when it has saved. */
    double loss() {
        return spent - stayed;
    }

    /** The same, reckoned up to a moment at the rates of the last look, and with the rates of now from there on. */
    Account reckonedTo(Instant at, double newRate, double newHomeRate) {
        Instant until = at.isAfter(lookedAt) ? at : lookedAt;
        double hours = Duration.between(lookedAt, until).toMillis() / HOUR;
        return new Account(
                decision,
                home,
                place,
                since,
                until,
                newRate,
                newHomeRate,
                spent + rate * hours,
                stayed + homeRate * hours,
                disruption,
                allowance,
                moves,
                returns,
                oscillations,
                worthSince,
                restUntil,
                offered,
                departures);
    }

    Account worthSince(@Nullable Instant at) {
        return with(home, homeRate, at, restUntil, offered);
    }

    Account offering(Offered move, @Nullable Instant rest) {
        return with(home, homeRate, worthSince, rest, move);
    }

    /** Home cannot be had any more, so from now on staying means here. */
    Account settled() {
        return with(place, rate, null, restUntil, offered);
    }

    /** It is at another place now because it was moved there. */
    Account moved(UUID by, String to, Instant at, double newRate, double cost, boolean goesHome, Instant rest) {
        boolean again = departures.stream().anyMatch(left -> left.offer().equals(to));
        List<Departure> left = new ArrayList<>(departures);
        left.add(new Departure(place, at, goesHome));
        return new Account(
                by,
                home,
                to,
                at,
                at,
                newRate,
                to.equals(home) ? newRate : homeRate,
                spent + cost,
                stayed,
                disruption + cost,
                allowance,
                moves + 1,
                returns + (goesHome ? 1 : 0),
                oscillations + (again ? 1 : 0),
                null,
                rest,
                null,
                left);
    }

    /** It is at another place now for another reason, such as a loss: staying would have come to the same. */
    Account placedAnew(UUID by, String to, Instant at, double newRate) {
        return new Account(
                by,
                to,
                to,
                at,
                at,
                newRate,
                newRate,
                spent,
                stayed,
                disruption,
                allowance,
                moves,
                returns,
                oscillations,
                null,
                restUntil,
                null,
                departures);
    }

    /** Without departures from before a moment; they bar nothing any more. */
    Account forgetting(Instant before) {
        List<Departure> left =
                departures.stream().filter(each -> each.at().isAfter(before)).toList();
        return left.size() == departures.size()
                ? this
                : new Account(
                        decision,
                        home,
                        place,
                        since,
                        lookedAt,
                        rate,
                        homeRate,
                        spent,
                        stayed,
                        disruption,
                        allowance,
                        moves,
                        returns,
                        oscillations,
                        worthSince,
                        restUntil,
                        offered,
                        left);
    }

    private Account with(
            String newHome,
            double newHomeRate,
            @Nullable Instant worth,
            @Nullable Instant rest,
            @Nullable Offered move) {
        return new Account(
                decision,
                newHome,
                place,
                since,
                lookedAt,
                rate,
                newHomeRate,
                spent,
                stayed,
                disruption,
                allowance,
                moves,
                returns,
                oscillations,
                worth,
                rest,
                move,
                departures);
    }
}
