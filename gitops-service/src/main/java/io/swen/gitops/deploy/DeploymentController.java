package io.swen.gitops.deploy;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calls about deployments. */
@RestController
class DeploymentController {

    private final Deployments deployments;

    DeploymentController(Deployments deployments) {
        this.deployments = deployments;
    }

    @GetMapping("/api/v1/deployments")
    Page<Deployment> list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "state", required = false) @Nullable DeploymentState state,
            @RequestParam(name = "ids", required = false) @Nullable Set<UUID> ids,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        if (ids != null && (ids.isEmpty() || ids.size() > Cursors.MAX_LIMIT)) {
            throw ProblemException.invalidField("ids", ids.size() + " ids", "1 to " + Cursors.MAX_LIMIT + " ids");
        }
        int most = Cursors.limit(limit);
        List<String> place = Cursors.decode(cursor, 1);
        List<UUID> found = deployments.list(
                workloadId,
                state,
                ids,
                Actor.current(),
                place == null ? null : UUID.fromString(place.getFirst()),
                most + 1);
        Page<UUID> page = Page.of(found, most, Cursors::encode);
        return new Page<>(deployments.find(page.items()), page.next());
    }

    /** Reads the state of a filter as it stands in JSON. */
    @Component
    static class StateParameter implements Converter<String, DeploymentState> {

        @Override
        public DeploymentState convert(String given) {
            return DeploymentState.valueOf(given.toUpperCase(Locale.ROOT));
        }
    }
}
