package io.swen.telemetry.forecast;

import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.OfferKey;
import java.util.regex.Pattern;

/** What can be foreseen, by name. */
sealed interface ForecastSeries {

    String ALLOWED = "demand/region/aws:us-east-1, demand/team/research, cost/total, cost/team/research, "
            + "price/aws:use1-az1/m7i.large/spot or metric/17";

    Pattern NAME = Pattern.compile("[A-Za-z0-9:._-]{1,100}");

    /** The name in requests and in the database. */
    String name();

    boolean isVisibleTo(Actor actor);

    /** Processors that run in a region, all teams together. */
    record RegionDemand(String region) implements ForecastSeries {
        @Override
        public String name() {
            return "demand/region/" + region;
        }

        @Override
        public boolean isVisibleTo(Actor actor) {
            return seesAll(actor);
        }
    }

    /** Processors that run for a team. */
    record TeamDemand(String team) implements ForecastSeries {
        @Override
        public String name() {
            return "demand/team/" + team;
        }

        @Override
        public boolean isVisibleTo(Actor actor) {
            return seesTeam(actor, team);
        }
    }

    /** What everything costs a day. */
    record TotalCost() implements ForecastSeries {
        @Override
        public String name() {
            return "cost/total";
        }

        @Override
        public boolean isVisibleTo(Actor actor) {
            return seesAll(actor);
        }
    }

    /** What a team costs a day. */
    record TeamCost(String team) implements ForecastSeries {
        @Override
        public String name() {
            return "cost/team/" + team;
        }

        @Override
        public boolean isVisibleTo(Actor actor) {
            return seesTeam(actor, team);
        }
    }

    /** What an offer costs an hour. */
    record Price(OfferKey offer) implements ForecastSeries {
        @Override
        public String name() {
            return "price/" + offer.id();
        }

        @Override
        public boolean isVisibleTo(Actor actor) {
            return true;
        }
    }

    /** A metric as hourly means; who sees it is decided where it is read. */
    record Metric(long id) implements ForecastSeries {
        @Override
        public String name() {
            return "metric/" + id;
        }

        @Override
        public boolean isVisibleTo(Actor actor) {
            return true;
        }
    }

    /** Reads a name. */
    static ForecastSeries parse(String name) {
        String[] parts = name.split("/", 3);
        try {
            return switch (parts[0]) {
                case "demand" -> demand(parts);
                case "cost" -> cost(parts);
                case "price" -> new Price(OfferKey.parse(name.substring("price/".length())));
                case "metric" -> new Metric(Long.parseLong(name.substring("metric/".length())));
                default -> throw new IllegalArgumentException(name);
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            throw ProblemException.invalidField("series", name, "a name such as " + ALLOWED);
        }
    }

    private static ForecastSeries demand(String[] parts) {
        return parts[1].equals("region") ? new RegionDemand(checked(parts[2])) : new TeamDemand(team(parts));
    }

    private static ForecastSeries cost(String[] parts) {
        if (parts.length == 2 && parts[1].equals("total")) {
            return new TotalCost();
        }
        return new TeamCost(team(parts));
    }

    private static String team(String[] parts) {
        if (!parts[1].equals("team")) {
            throw new IllegalArgumentException(parts[1]);
        }
        return checked(parts[2]);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    private static boolean seesAll(Actor actor) {
        return actor.teamFilter() == null && actor.environmentFilter() == null;
    }

    /** Sums over a team's environments are for those who see all of them. */
    private static boolean seesTeam(Actor actor, String team) {
        return actor.environmentFilter() == null && actor.sees(team, "");
    }
}
