package io.swen.cli.stack;

import io.swen.cli.backup.Backups;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Says in a file how the last backups went; the gateway reads it for its metrics. */
final class BackupStatus {
    private final SwenHome home;

    BackupStatus(SwenHome home) {
        this.home = home;
    }

    void succeeded(Backups.Made made, Instant at) throws IOException {
        ObjectNode status = read().put("last_success_at", at.toString())
                .put("last_id", made.id())
                .put("holds_up_to", made.holdsUpTo().toString())
                .put("archive_bytes", made.archiveBytes());
        status.remove("failure");
        SwenHome.write(home.backupStatus(), Json.pretty(status));
    }

    void failed(String why, Instant at) throws IOException {
        SwenHome.write(
                home.backupStatus(),
                Json.pretty(read().put("last_failure_at", at.toString()).put("failure", why)));
    }

    private ObjectNode read() throws IOException {
        if (!Files.exists(home.backupStatus())) {
            return Json.object();
        }
        try {
            return Json.bind(Json.parse(Files.readString(home.backupStatus())), ObjectNode.class);
        } catch (JacksonException cutShort) {
            return Json.object();
        }
    }
}
