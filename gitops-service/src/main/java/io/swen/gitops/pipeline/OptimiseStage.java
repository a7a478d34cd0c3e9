package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Asks routing whether its decision still holds at current prices. Not getting an answer stops nothing, and is recorded. */
@Component
class OptimiseStage implements StageHandler {

    private final RestClient routing;

    OptimiseStage(ServiceClients clients, PipelineProperties properties) {
        this.routing = clients.to(SwenService.ROUTING, properties.recheckTimeout());
    }

    @Override
    public StageName stage() {
        return StageName.OPTIMISE;
    }

    @Override
    public StageResult run(StageRun run) {
        if (run.change().origin() == ChangeOrigin.ADOPTION) {
            return new StageResult.Skipped("it stays where it is, and no decision put it there");
        }
        if (run.change().origin() == ChangeOrigin.REMEDIATION) {
            return new StageResult.Skipped("it was decided for this loss just now, and the notice is short");
        }
        List<String> told = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (ChangeItem item : run.change().items()) {
            if (item.action() == ItemAction.TEARDOWN) {
                continue;
            }
            UUID decision = item.requiredDecision().id();
            try {
                String answer = recheck(decision);
                run.info("recheck of decision " + decision + ": " + answer);
                told.add(item.workloadId() + ": " + answer);
            } catch (RemoteException | RestClientException e) {
                String reason = "recheck of decision " + decision + " was not answered: " + e.getMessage();
                run.warning(reason);
                skipped.add(reason);
            }
        }
        if (!skipped.isEmpty()) {
            return new StageResult.Skipped(String.join("; ", skipped));
        }
        return told.isEmpty()
                ? new StageResult.Skipped("a teardown has no placement to check")
                : new StageResult.Done(String.join("; ", told));
    }

    private String recheck(UUID decision) {
        JsonNode answer = routing.post()
                .uri("/api/v1/decisions/{id}/recheck", decision)
                .retrieve()
                .body(JsonNode.class);
        if (answer == null || !answer.path("still_best").isBoolean()) {
            throw new RestClientException("routing did not say whether it is still the best");
        }
        String price = answer.at("/current_price/amount").asString("unknown");
        if (answer.path("still_best").asBoolean()) {
            return "still the best offer, now " + price + " USD an hour";
        }
        if (!answer.path("available").asBoolean(true)) {
            return "the offer cannot be had any more; better now: "
                    + answer.at("/better_offer/offer_id").asString("none");
        }
        return "no longer the best offer, now " + price + " USD an hour; better now: "
                + answer.at("/better_offer/offer_id").asString("none");
    }
}
