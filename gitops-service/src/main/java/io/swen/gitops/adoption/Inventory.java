package io.swen.gitops.adoption;

import io.swen.gitops.contract.Offer;
import io.swen.gitops.contract.Provider;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What telemetry knows of the accounts' instances and of their prices. */
@Component
class Inventory {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 25;

    /** A running instance of the inventory. */
    record Instance(
            String instanceId,
            String zone,
            String instanceType,
            String purchaseOption,
            boolean managed,
            Map<String, String> tags) {

        Instance {
            tags = Map.copyOf(tags);
        }
    }

    private final RestClient telemetry;
    private final JsonMapper json;

    Inventory(ServiceClients clients, JsonMapper json) {
        this.telemetry = clients.to(SwenService.TELEMETRY, TIMEOUT);
        this.json = json;
    }

    /**
     * What runs in a region, as far as telemetry has seen it.
     *
     * @throws ProblemException where telemetry cannot say, or there is more than this looks through
     */
    List<Instance> running(Provider provider, String region) {
        List<Instance> found = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = ask(
                    "/api/v1/inventory?provider={provider}&region={region}&state=running&limit={limit}"
                            + (cursor == null ? "" : "&cursor={cursor}"),
                    cursor == null
                            ? new Object[] {provider.id(), region, PAGE}
                            : new Object[] {provider.id(), region, PAGE, cursor});
            answer.path("items").forEach(item -> found.add(instance(item)));
            cursor = text(answer, "next");
            if (cursor == null) {
                return List.copyOf(found);
            }
        }
        throw ProblemException.of(
                ErrorCode.UNPROCESSABLE,
                "more than " + MOST_PAGES * PAGE + " instances run in " + region
                        + ", which is more than is looked through");
    }

    /** The offer of an instance type in a zone, with its price of now; empty where the catalog has none. */
    Optional<Offer> offer(String zone, String instanceType, String purchaseOption) {
        return ask(
                        "/api/v1/offers?zone={zone}&instance_type={type}&purchase_option={option}&limit=1",
                        zone,
                        instanceType,
                        purchaseOption)
                .path("items")
                .valueStream()
                .findFirst()
                .map(offer -> json.readerFor(Offer.class)
                        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .<Offer>readValue(offer));
    }

    private JsonNode ask(String uri, Object... variables) {
        try {
            JsonNode answer = telemetry.get().uri(uri, variables).retrieve().body(JsonNode.class);
            if (answer == null) {
                throw ProblemException.of(ErrorCode.REMOTE_FAILED, "telemetry answered nothing");
            }
            return answer;
        } catch (ResourceAccessException e) {
            throw ProblemException.of(
                    ErrorCode.REMOTE_TIMED_OUT,
                    "telemetry, which knows what runs, did not answer within " + TIMEOUT,
                    e);
        } catch (RemoteException e) {
            throw ProblemException.of(
                    ErrorCode.REMOTE_FAILED, "telemetry, which knows what runs, answered: " + e.getMessage(), e);
        }
    }

    private static Instance instance(JsonNode item) {
        Map<String, String> tags = new HashMap<>();
        item.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
        return new Instance(
                item.path("instance_id").asString(""),
                item.path("zone").asString(""),
                item.path("instance_type").asString(""),
                item.path("purchase_option").asString(""),
                item.path("managed").asBoolean(true),
                tags);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.asString() : null;
    }
}
