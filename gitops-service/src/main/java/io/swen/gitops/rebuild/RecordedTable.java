package io.swen.gitops.rebuild;

import java.util.List;

/** A table whose rows can be made anew, and which of its columns cannot: those that only mean something to a running process. */
enum RecordedTable {
    CHANGE("change", "t.id = ?", "t.id", List.of("version", "plan"), "{\"version\":0}"),
    ITEM("change_item", "t.change_id = ?", "t.position", List.of(), "{}"),
    FILE("change_file", "t.change_id = ?", "t.position", List.of(), "{}"),
    STAGE(
            "change_stage",
            "t.change_id = ?",
            "t.position",
            List.of("owner", "lease_until", "fence", "not_before", "polling", "first_claimed_at"),
            "{\"fence\":0,\"polling\":false,\"not_before\":\"-infinity\"}"),
    VERDICT("change_verdict", "t.change_id = ?", "t.at, t.actor_id", List.of("noted"), "{\"noted\":true}"),
    DEPLOYMENT("deployment", "t.change_id = ?", "t.id", List.of("observed_at"), "{}"),
    INSTANCE(
            "deployment_instance",
            "t.deployment_id in (select id from deployment where change_id = ?)",
            "t.deployment_id, t.replica",
            List.of("state", "reason", "missed", "launch_asked_at"),
            "{\"state\":\"unknown\",\"missed\":0}");

    private final String table;
    private final String ofChange;
    private final String order;
    private final List<String> transientColumns;
    private final String defaults;

    /**
     * @param ofChange which rows {@code t} belong to a change
     * @param transientColumns those that are not recorded
     * @param defaults what they are after a rebuild
     */
    RecordedTable(String table, String ofChange, String order, List<String> transientColumns, String defaults) {
        this.table = table;
        this.ofChange = ofChange;
        this.order = order;
        this.transientColumns = transientColumns;
        this.defaults = defaults;
    }

    String table() {
        return table;
    }

    /** The name in a record. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String defaults() {
        return defaults;
    }

    /** The rows of a change as JSON, with its id as the only argument. */
    String rowsOfChange() {
        return "select (" + recorded() + ")::text from " + table + " t where " + ofChange + " order by " + order;
    }

    /** A row {@code t} as it is recorded, to be compared. */
    String recorded() {
        String kept = "to_jsonb(t) - '{" + String.join(",", transientColumns) + "}'::text[]";
        // What the scan for secrets has not let through is never written to Git.
        return switch (this) {
            case ITEM -> kept + " - " + withheld("workload,decision");
            case FILE -> kept + " - " + withheld("content");
            case CHANGE, STAGE, VERDICT, DEPLOYMENT, INSTANCE -> kept;
        };
    }

    private static String withheld(String columns) {
        return "case when exists (select 1 from change_stage s where s.change_id = t.change_id"
                + " and s.name = 'SECURITY_SCAN' and s.state = 'SUCCEEDED') then '{}'::text[] else '{" + columns
                + "}'::text[] end";
    }
}
