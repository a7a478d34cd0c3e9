package io.swen.gitops.repository;

import java.util.List;
import java.util.Map;

/**
 * A commit that somebody pushed, on top of one that {@code main} has.
 *
 * @param subject first line of its message
 * @param trailers the last value of each trailer of its message
 * @param files what it changes
 */
public record PushedCommit(String id, String subject, Map<String, String> trailers, List<FileChange> files) {

    public PushedCommit {
        trailers = Map.copyOf(trailers);
        files = List.copyOf(files);
    }
}
