package io.swen.telemetry.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.telemetry.cloud.InstanceMetric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Gives every series its number, once, and holds the limits on how many there may be. */
@Component
class SeriesRegistry implements SeriesLookup {

    static final String COLUMNS = "s.id, s.name, s.unit, s.team, s.environment, s.labels::text, s.simulated";
    private static final String WITH_NEWEST = "select " + COLUMNS
            + ", l.time, encode(s.identity, 'hex'), s.instance, s.retired_at is not null from metric_series s left join metric_latest l on l.series = s.id";
    private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};
    private static final String NO_UNIT = "unspecified";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final AuditLog audit;
    private final SampleProperties properties;
    private final Clock clock;
    private final Cache<SeriesKey, SeriesEntry> asWritten;
    private final Cache<String, SeriesEntry> byIdentity;
    private final Cache<Long, SeriesEntry> byId;
    private final Semaphore registering = new Semaphore(2);

    SeriesRegistry(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            JsonMapper json,
            AuditLog audit,
            SampleProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.json = json;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
        this.asWritten =
                Caffeine.newBuilder().maximumSize(properties.cachedSeries()).build();
        this.byIdentity =
                Caffeine.newBuilder().maximumSize(properties.cachedSeries()).build();
        this.byId = Caffeine.newBuilder().maximumSize(properties.cachedSeries()).build();
    }

    @Override
    public @Nullable SeriesEntry known(SeriesKey key) {
        SeriesEntry entry = asWritten.getIfPresent(key);
        if (entry != null && entry.isRetired()) {
            asWritten.invalidate(key);
            return null;
        }
        return entry;
    }

    private @Nullable SeriesEntry known(String hash) {
        SeriesEntry entry = byIdentity.getIfPresent(hash);
        return entry == null || entry.isRetired() ? null : entry;
    }

    /** Has series looked up again, with the limits, before samples are added to them. */
    void retired(Map<Long, String> hashes) {
        hashes.forEach((id, hash) -> {
            for (SeriesEntry entry :
                    new @Nullable SeriesEntry[] {byId.getIfPresent(id), byIdentity.getIfPresent(hash)}) {
                if (entry != null) {
                    entry.retire();
                }
            }
            byId.invalidate(id);
            byIdentity.invalidate(hash);
        });
    }

    @Override
    public List<Answer> resolve(
            List<SeriesKey> keys, BiFunction<@Nullable String, @Nullable String, @Nullable Refusal> forbidden) {
        List<SeriesIdentity> identities = keys.stream().map(SeriesKey::identity).toList();
        Map<String, Answer> answers = new HashMap<>();
        Map<String, SeriesIdentity> missing = new LinkedHashMap<>();
        List<String> hashes = new ArrayList<>();
        for (SeriesIdentity identity : identities) {
            String hash = identity.hash();
            hashes.add(hash);
            Refusal problem = identity.problem();
            if (problem == null) {
                problem = forbidden.apply(identity.team(), identity.environment());
            }
            if (problem != null) {
                answers.put(hash, new Answer(null, problem));
                continue;
            }
            SeriesEntry entry = known(hash);
            if (entry != null) {
                answers.put(hash, new Answer(entry, null));
            } else {
                missing.put(hash, identity);
            }
        }
        if (!missing.isEmpty()) {
            answers.putAll(findOrMake(missing));
        }
        List<Answer> result = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Answer answer = answers.getOrDefault(hashes.get(i), new Answer(null, null));
            SeriesEntry entry = answer.entry();
            String unit = identities.get(i).unit();
            if (entry != null && unit != null && !unit.equals(entry.series.unit())) {
                answer = new Answer(null, new Refusal("unit", unit, entry.series.unit() + ", the unit of this series"));
            } else if (entry != null) {
                asWritten.put(keys.get(i), entry);
            }
            result.add(answer);
        }
        return result;
    }

    /** Few at a time: when all senders bring the same new series at once, they must not take every connection from the writers. */
    private Map<String, Answer> findOrMake(Map<String, SeriesIdentity> missing) {
        boolean permitted = false;
        try {
            permitted = registering.tryAcquire(properties.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
            if (!permitted) {
                throw new QueryTimeoutException("too many new series are waiting");
            }
            Map<String, Answer> answers = new HashMap<>();
            Map<String, SeriesIdentity> unknown = new LinkedHashMap<>();
            missing.forEach((hash, identity) -> {
                // Whoever was before may have brought the same.
                SeriesEntry entry = known(hash);
                if (entry == null) {
                    unknown.put(hash, identity);
                } else {
                    answers.put(hash, new Answer(entry, null));
                }
            });
            if (!unknown.isEmpty()) {
                load(unknown).forEach((hash, loaded) -> {
                    if (!loaded.retired()) {
                        answers.put(hash, remembered(hash, loaded.entry()));
                        unknown.remove(hash);
                    }
                });
            }
            Map<String, Map<String, SeriesIdentity>> byTeam = new TreeMap<>();
            unknown.forEach((hash, identity) -> byTeam.computeIfAbsent(
                            String.valueOf(identity.team()), team -> new LinkedHashMap<>())
                    .put(hash, identity));
            byTeam.forEach((team, wanted) -> {
                Map<String, Answer> made = transactions.execute(status -> register(team, wanted));
                if (made != null) {
                    made.forEach((hash, answer) -> {
                        SeriesEntry entry = answer.entry();
                        answers.put(hash, entry == null ? answer : remembered(hash, entry));
                    });
                }
            });
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("stopped while waiting for new series", e);
        } finally {
            if (permitted) {
                registering.release();
            }
        }
    }

    /** One entry a series, whoever was first: it holds how far the series got. */
    private Answer remembered(String hash, SeriesEntry found) {
        SeriesEntry entry = byIdentity.get(hash, key -> byId.get(found.series.id(), id -> found));
        return new Answer(entry, null);
    }

    /** The series of some instances, made where they are missing, and brought up to date where an instance's tags changed. */
    List<InstanceSeries> ensure(List<Long> instances) {
        InstanceMetric[] metrics = InstanceMetric.values();
        Object[] parameters = {
            Arrays.stream(metrics).map(InstanceMetric::id).toArray(String[]::new),
            Arrays.stream(metrics).map(InstanceMetric::unit).toArray(String[]::new),
            instances.toArray(Long[]::new)
        };
        String wanted =
                "(select i.id as instance, m.name, m.unit, i.team, i.environment, i.simulated, jsonb_strip_nulls("
                        + "jsonb_build_object('provider', i.provider, 'region', i.region, 'zone', i.zone, 'instance_id', i.instance_id,"
                        + " 'instance_type', i.instance_type, 'workload', i.workload)) as labels"
                        + " from instance i cross join unnest(?, ?) as m (name, unit) where i.id = any (?)) w";
        Integer changed = jdbc.queryForObject(
                "select count(*) from " + wanted
                        + " left join metric_series s on s.instance = w.instance and s.name = w.name"
                        + " where s.id is null or (s.team, s.environment, s.labels) is distinct from"
                        + " (w.team, w.environment, w.labels)",
                Integer.class,
                parameters);
        if (changed != null && changed > 0) {
            jdbc.update(
                    "insert into metric_series (instance, name, unit, team, environment, simulated, labels)"
                            + " select instance, name, unit, team, environment, simulated, labels from " + wanted
                            + " on conflict (instance, name) do update set team = excluded.team,"
                            + " environment = excluded.environment, labels = excluded.labels",
                    parameters);
        }
        return jdbc.query(
                WITH_NEWEST + " where s.instance = any (?) order by s.id",
                (row, index) -> {
                    SeriesEntry stored = entry(row);
                    SeriesEntry entry = byId.getIfPresent(stored.series.id());
                    if (entry == null || !entry.series.equals(stored.series)) {
                        entry = stored;
                        byId.put(stored.series.id(), stored);
                    }
                    return new InstanceSeries(row.getLong(10), entry);
                },
                (Object) instances.toArray(Long[]::new));
    }

    /** A series of an instance. */
    record InstanceSeries(long instance, SeriesEntry entry) {}

    String json(Map<String, String> labels) {
        return json.writeValueAsString(labels);
    }

    Series series(ResultSet row) throws SQLException {
        SortedMap<String, String> labels = json.readValue(String.valueOf(row.getString(6)), LABELS);
        return new Series(
                row.getLong(1),
                String.valueOf(row.getString(2)),
                String.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                labels,
                row.getBoolean(7));
    }

    private SeriesEntry entry(ResultSet row) throws SQLException {
        Timestamp newest = row.getTimestamp(8);
        return new SeriesEntry(
                series(row), newest == null ? SeriesEntry.NEVER : SampleBatch.micros(newest.toInstant()));
    }

    /** A stored series; a retired one has to come back within the limits before it is used. */
    private record Loaded(SeriesEntry entry, boolean retired) {}

    private Map<String, Loaded> load(Map<String, SeriesIdentity> wanted) {
        Map<String, Loaded> found = new HashMap<>();
        jdbc.query(
                WITH_NEWEST + " where s.identity = any (select decode(h, 'hex') from unnest(?) as h)",
                row -> {
                    found.put(String.valueOf(row.getString(9)), new Loaded(entry(row), row.getBoolean(11)));
                },
                (Object) wanted.keySet().toArray(String[]::new));
        return found;
    }

    /** Makes series of one team; whoever makes others of it meanwhile waits for its row. */
    private Map<String, Answer> register(String team, Map<String, SeriesIdentity> wanted) {
        jdbc.update("insert into metric_team (team) values (?) on conflict do nothing", team);
        Integer before =
                jdbc.queryForObject("select series from metric_team where team = ? for update", Integer.class, team);
        int count = before == null ? 0 : before;
        Map<String, Answer> answers = new HashMap<>();
        Map<String, SeriesEntry> retired = new HashMap<>();
        load(wanted).forEach((hash, loaded) -> {
            if (loaded.retired()) {
                retired.put(hash, loaded.entry());
            } else {
                answers.put(hash, new Answer(loaded.entry(), null));
            }
        });
        LabelValues values = new LabelValues(team, wanted.values());
        List<String> hashes = new ArrayList<>();
        List<SeriesIdentity> fresh = new ArrayList<>();
        List<Long> returning = new ArrayList<>();
        for (Map.Entry<String, SeriesIdentity> one : wanted.entrySet()) {
            if (answers.containsKey(one.getKey())) {
                continue;
            }
            Refusal refusal = count + fresh.size() + returning.size() >= properties.seriesPerTeam()
                    ? new Refusal(
                            "labels",
                            null,
                            "labels of a known series: team " + team + " has all " + properties.seriesPerTeam()
                                    + " series it may have")
                    : values.refusal(one.getValue());
            if (refusal != null) {
                answers.put(one.getKey(), new Answer(null, refusal));
                continue;
            }
            values.take(one.getValue());
            SeriesEntry known = retired.get(one.getKey());
            if (known != null) {
                returning.add(known.series.id());
                answers.put(one.getKey(), new Answer(known, null));
            } else {
                hashes.add(one.getKey());
                fresh.add(one.getValue());
            }
        }
        int more = fresh.size() + returning.size();
        if (more > 0) {
            if (!fresh.isEmpty()) {
                store(team, hashes, fresh).forEach((hash, entry) -> answers.put(hash, new Answer(entry, null)));
            }
            if (!returning.isEmpty()) {
                // As if it were new: it must not be retired again before its first sample is settled.
                jdbc.update(
                        "update metric_series set retired_at = null, created_at = ? where id = any (?)",
                        Timestamp.from(clock.instant()),
                        returning.toArray(Long[]::new));
            }
            values.store();
            jdbc.update("update metric_team set series = series + ? where team = ?", more, team);
            audit.record(AuditEntry.of("metric_series.create", "metric_team", team)
                    .in(team, null)
                    .change(Map.of("series", count), Map.of("series", count + more)));
        }
        return answers;
    }

    private Map<String, SeriesEntry> store(String team, List<String> hashes, List<SeriesIdentity> fresh) {
        String[] units = fresh.stream()
                .map(identity -> identity.unit() == null ? NO_UNIT : identity.unit())
                .toArray(String[]::new);
        Map<String, SeriesEntry> stored = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        IntStream.range(0, hashes.size()).forEach(i -> places.put(hashes.get(i), i));
        jdbc.query(
                "insert into metric_series (name, unit, team, environment, labels, identity, created_at)"
                        + " select f.name, f.unit, ?, f.environment, f.labels::jsonb, decode(f.hash, 'hex'), ?"
                        + " from unnest(?, ?, ?, ?, ?) as f (name, unit, environment, labels, hash)"
                        + " returning id, encode(identity, 'hex')",
                row -> {
                    String hash = String.valueOf(row.getString(2));
                    int place = places.getOrDefault(hash, 0);
                    SeriesIdentity identity = fresh.get(place);
                    stored.put(
                            hash,
                            new SeriesEntry(
                                    new Series(
                                            row.getLong(1),
                                            identity.name(),
                                            units[place],
                                            team,
                                            identity.environment(),
                                            identity.labels(),
                                            false),
                                    SeriesEntry.NEVER));
                },
                team,
                Timestamp.from(clock.instant()),
                fresh.stream().map(SeriesIdentity::name).toArray(String[]::new),
                units,
                fresh.stream().map(SeriesIdentity::environment).toArray(String[]::new),
                fresh.stream()
                        .map(identity -> json.writeValueAsString(identity.labels()))
                        .toArray(String[]::new),
                hashes.toArray(String[]::new));
        return stored;
    }

    /** The values that the labels of a team have, as far as they matter for some series. */
    private final class LabelValues {

        private final String team;
        private final Map<String, Integer> counts = new HashMap<>();
        private final Set<Map.Entry<String, String>> known = new HashSet<>();
        private final List<Map.Entry<String, String>> taken = new ArrayList<>();

        LabelValues(String team, java.util.Collection<SeriesIdentity> wanted) {
            this.team = team;
            Set<Map.Entry<String, String>> pairs = new HashSet<>();
            wanted.forEach(identity -> identity.labels().forEach((label, value) -> pairs.add(Map.entry(label, value))));
            jdbc.query(
                    "select label, count(*) from metric_label_value where team = ? and label = any (?) group by label",
                    row -> {
                        counts.put(String.valueOf(row.getString(1)), row.getInt(2));
                    },
                    team,
                    pairs.stream().map(Map.Entry::getKey).distinct().toArray(String[]::new));
            jdbc.query(
                    "select v.label, v.value from metric_label_value v join unnest(?, ?) as p (label, value)"
                            + " on p.label = v.label and p.value = v.value where v.team = ?",
                    row -> {
                        known.add(Map.entry(String.valueOf(row.getString(1)), String.valueOf(row.getString(2))));
                    },
                    pairs.stream().map(Map.Entry::getKey).toArray(String[]::new),
                    pairs.stream().map(Map.Entry::getValue).toArray(String[]::new),
                    team);
        }

        @Nullable
        Refusal refusal(SeriesIdentity identity) {
            for (Map.Entry<String, String> label : identity.labels().entrySet()) {
                if (!known.contains(Map.entry(label.getKey(), label.getValue()))
                        && counts.getOrDefault(label.getKey(), 0) >= properties.valuesPerLabel()) {
                    return new Refusal(
                            "labels." + label.getKey(),
                            label.getValue(),
                            "a known value: this label has all " + properties.valuesPerLabel()
                                    + " values it may have in team " + team);
                }
            }
            return null;
        }

        void take(SeriesIdentity identity) {
            identity.labels().forEach((label, value) -> {
                Map.Entry<String, String> pair = Map.entry(label, value);
                if (known.add(pair)) {
                    taken.add(pair);
                    counts.merge(label, 1, Integer::sum);
                }
            });
        }

        void store() {
            jdbc.update(
                    "insert into metric_label_value (team, label, value) select ?, p.label, p.value"
                            + " from unnest(?, ?) as p (label, value) on conflict do nothing",
                    team,
                    taken.stream().map(Map.Entry::getKey).toArray(String[]::new),
                    taken.stream().map(Map.Entry::getValue).toArray(String[]::new));
        }
    }
}
