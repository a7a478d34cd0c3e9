package io.swen.gitops.host;

import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The call about the remote. */
@RestController
class RemoteController {

    private final HostProperties properties;
    private final RemoteRows rows;

    RemoteController(HostProperties properties, RemoteRows rows) {
        this.properties = properties;
        this.rows = rows;
    }

    @Operation(summary = "How it stands with the remote of the environment repository")
    @GetMapping("/api/v1/remote")
    RemoteView remote() {
        URI remote = properties.remote();
        if (remote == null) {
            return new RemoteView(
                    RemoteState.NONE, null, null, "no remote is configured", null, null, null, null, null, 0, null);
        }
        return rows.view(remote.toString(), properties.branch())
                .orElseGet(() -> new RemoteView(
                        RemoteState.UNREACHABLE,
                        remote.toString(),
                        properties.branch(),
                        "it has not been looked at yet",
                        null,
                        null,
                        null,
                        null,
                        null,
                        0,
                        null));
    }
}
