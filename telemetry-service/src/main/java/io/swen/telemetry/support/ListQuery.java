package io.swen.telemetry.support;

import io.swen.platform.security.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The query of a list: a condition counts where its value is there, and what a caller may not see is left out. */
public final class ListQuery {

    private final StringBuilder sql;
    private final List<Object> parameters = new ArrayList<>();

    private ListQuery(String select) {
        this.sql = new StringBuilder(select).append(" where true");
    }

    /**
     * Begins a query.
     *
     * @param select up to and with the table
     */
    public static ListQuery of(String select) {
        return new ListQuery(select);
    }

    /**
     * Adds a condition, where there is a value.
     *
     * @param condition with one parameter, such as {@code state = ?}
     */
    public ListQuery with(String condition, @Nullable Object value) {
        return value == null ? this : and(condition, value);
    }

    /** Adds that a column has one of some values, where there are any. */
    public ListQuery withAny(String column, @Nullable Set<String> values) {
        return values == null ? this : and(column + " = any (?)", (Object) values.toArray(String[]::new));
    }

    /** Adds that a row belongs to one of the caller's teams and environments. */
    public ListQuery seenBy(Actor actor) {
        return withAny("team", actor.teamFilter()).withAny("environment", actor.environmentFilter());
    }

    /** Adds a condition with its parameters. */
    public ListQuery and(String condition, Object... values) {
        sql.append(" and ").append(condition);
        parameters.addAll(List.of(values));
        return this;
    }

    /** The newest rows, by ids that grow with time. */
    public <T> List<T> newestFirst(JdbcTemplate jdbc, RowMapper<T> mapper, @Nullable Object beforeId, int limit) {
        return with("id < ?", beforeId).rows(jdbc, mapper, "id desc", limit);
    }

    /** The first rows in an order. */
    public <T> List<T> rows(JdbcTemplate jdbc, RowMapper<T> mapper, String order, int limit) {
        sql.append(" order by ").append(order).append(" limit ?");
        parameters.add(limit);
        return jdbc.query(sql.toString(), mapper, parameters.toArray());
    }
}
