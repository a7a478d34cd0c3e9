package io.swen.gitops.rollout;

import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** What telemetry-service measured of a workload's instances. */
@Component
class Measured {

    /** It did not answer, which says nothing about what it measures. */
    static final class UnansweredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnansweredException(String message, RuntimeException cause) {
            super(message, cause);
        }
    }

    private static final int MOST_POINTS = 1000;
    private static final List<Duration> STEPS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

    private final RestClient telemetry;

    Measured(ServiceClients clients, MonitorProperties properties) {
        this.telemetry = clients.to(SwenService.TELEMETRY, properties.telemetryTimeout());
    }

    /**
     * The values of a metric in a span, by instance; what is labelled with the workload and no instance stands under the empty
     * name.
     */
    Map<String, double[]> samples(String metric, String workload, Instant from, Instant to) {
        Duration step = STEPS.stream()
                .filter(one -> Duration.between(from, to).dividedBy(one) < MOST_POINTS)
                .findFirst()
                .orElse(STEPS.getLast());
        JsonNode answer = ask(
                "/api/v1/metrics/query?name={name}&label={label}&from={from}&to={to}&step={step}&max_points=1000",
                metric,
                "workload=" + workload,
                from,
                to,
                step);
        Map<String, double[]> samples = new HashMap<>();
        for (JsonNode series : answer.path("series")) {
            double[] values = series.path("values")
                    .valueStream()
                    .filter(JsonNode::isNumber)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            samples.merge(series.at("/labels/instance").asString(""), values, Measured::joined);
        }
        return samples;
    }

    /** What the instances among these that are charged for cost an hour now, USD; those whose price is not known are left out. */
    Cost hourly(String workload, Collection<String> instances) {
        JsonNode answer = ask("/api/v1/instances?workload={workload}&state=running&limit=200", workload);
        Set<String> wanted = new HashSet<>(instances);
        BigDecimal sum = BigDecimal.ZERO;
        int priced = 0;
        for (JsonNode instance : answer.path("items")) {
            String amount = instance.at("/price/amount").asString("");
            if (wanted.contains(instance.path("instance_id").asString("")) && !amount.isEmpty()) {
                sum = sum.add(new BigDecimal(amount));
                priced++;
            }
        }
        return new Cost(sum, priced);
    }

    /** @param instances how many of those asked for are in it */
    record Cost(BigDecimal usd, int instances) {}

    private JsonNode ask(String uri, Object... variables) {
        try {
            JsonNode answer = telemetry.get().uri(uri, variables).retrieve().body(JsonNode.class);
            if (answer == null) {
                throw new RestClientException("an empty answer");
            }
            return answer;
        } catch (RemoteException | RestClientException e) {
            throw new UnansweredException("telemetry-service did not answer: " + e.getMessage(), e);
        }
    }

    private static double[] joined(double[] one, double[] other) {
        double[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
