package io.swen.gitops.rebuild;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table whose rows can be made anew, and which of its columns cannot: those that only mean something to a running process. */
enum RecordedTable {
    CHANGE("change", "t.id = ?", "t.id", List.of("version", "plan"), "{\"version\":0}"),
    ITEM("change_item", "t.change_id = ?", "t.position", List.of(), "{}"),
    FILE("change_file", "t.change_id = ?", "t.position", List.of(), "{}"),
    STAGE(
            "change_stage",
            "t.change_id = ?",
            "t.position",
            List.of("owner", "lease_until", "fence", "not_before", "polling", "first_claimed_at", "deaths"),
            "{\"fence\":0,\"deaths\":0,\"polling\":false,\"not_before\":\"-infinity\"}"),
    VERDICT("change_verdict", "t.change_id = ?", "t.at, t.actor_id", List.of("noted"), "{\"noted\":true}"),
    DEPLOYMENT("deployment", "t.change_id = ?", "t.id", List.of("observed_at"), "{}"),
    INSTANCE(
            "deployment_instance",
            "t.deployment_id in (select id from deployment where change_id = ?)",
            "t.deployment_id, t.replica",
            List.of("state", "reason", "missed", "launch_asked_at"),
            "{\"state\":\"unknown\",\"missed\":0}"),
    BREAK_GLASS("break_glass", "t.change_id = ?", "t.change_id", List.of("noted"), "{\"noted\":true}"),
    PIN("pin", "t.change_id = ?", "t.id", List.of(), "{}"),
    ENVELOPE("envelope", "t.change_id = ?", "t.id", List.of(), "{}"),
    ENVELOPE_USE("envelope_use", "t.change_id = ?", "t.change_id", List.of(), "{}"),
    PROMOTION("promotion", "t.change_id = ?", "t.change_id", List.of(), "{}"),
    ADOPTION("adoption_instance", "t.change_id = ?", "t.replica", List.of(), "{}"),
    MODE("environment_mode", null, "t.environment", List.of(), "{}"),
    KILL_SWITCH("kill_switch", null, "t.id", List.of(), "{}"),
    FREEZE_WINDOW("freeze_window", null, "t.id", List.of(), "{}"),
    DELEGATION("delegation", null, "t.id", List.of(), "{}"),
    CONTAINER_OVERRIDE("container_override", null, "t.workload_id", List.of(), "{}");

    private final String table;
    private final @Nullable String ofChange;
    private final String order;
    private final List<String> transientColumns;
    private final String defaults;

    /**
     * @param ofChange which rows {@code t} belong to a change; null where they go with none
     * @param transientColumns those that are not recorded
     * @param defaults what they are after a rebuild
     */
    RecordedTable(
            String table, @Nullable String ofChange, String order, List<String> transientColumns, String defaults) {
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
        return name().toLowerCase(Locale.ROOT);
    }

    String defaults() {
        return defaults;
    }

    /** The tables whose rows belong to changes. */
    static List<RecordedTable> ofChanges() {
        return Arrays.stream(values()).filter(table -> table.ofChange != null).toList();
    }

    /** The tables whose rows go with no change. */
    static List<RecordedTable> ofControl() {
        return Arrays.stream(values()).filter(table -> table.ofChange == null).toList();
    }

    /** The rows as JSON: those of a change, with its id as the only argument, or all of them. */
    String rows() {
        return "select (" + recorded() + ")::text from " + table + " t" + (ofChange == null ? "" : " where " + ofChange)
                + " order by " + order;
    }

    /** A row {@code t} as it is recorded, to be compared. */
    String recorded() {
        String kept = "to_jsonb(t) - '{" + String.join(",", transientColumns) + "}'::text[]";
        // What the scan for secrets has not let through is never written to Git.
        return switch (this) {
            case ITEM -> kept + " - " + withheld("workload,decision");
            case FILE -> kept + " - " + withheld("content");
            case CHANGE,
                    STAGE,
                    VERDICT,
                    DEPLOYMENT,
                    INSTANCE,
                    BREAK_GLASS,
                    PIN,
                    ENVELOPE,
                    ENVELOPE_USE,
                    PROMOTION,
                    ADOPTION,
                    MODE,
                    KILL_SWITCH,
                    FREEZE_WINDOW,
                    DELEGATION,
                    CONTAINER_OVERRIDE -> kept;
        };
    }

    private static String withheld(String columns) {
        return "case when exists (select 1 from change_stage s where s.change_id = t.change_id"
                + " and s.name = 'SECURITY_SCAN' and s.state = 'SUCCEEDED') then '{}'::text[] else '{" + columns
                + "}'::text[] end";
    }
}
