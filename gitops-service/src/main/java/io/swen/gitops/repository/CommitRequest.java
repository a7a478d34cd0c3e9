package io.swen.gitops.repository;

import io.swen.gitops.contract.Author;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One commit on a change's own branch. The same request makes the same commit.
 *
 * @param subject a Conventional Commits subject
 * @param body why, for a person; may be empty
 * @param trailers written in this order
 * @param when author and committer time
 */
public record CommitRequest(
        UUID changeId,
        String subject,
        String body,
        Map<String, List<String>> trailers,
        Author author,
        Instant when,
        List<FileEdit> edits) {

    public CommitRequest {
        edits = List.copyOf(edits);
    }

    /** The commit message. */
    String message() {
        StringBuilder message = new StringBuilder(subject).append("\n\n");
        if (!body.isBlank()) {
            message.append(body.strip()).append("\n\n");
        }
        trailers.forEach((name, values) -> values.forEach(
                value -> message.append(name).append(": ").append(value).append('\n')));
        return message.toString();
    }
}
