package io.swen.gateway.operations;

import io.swen.platform.client.SwenService;
import io.swen.platform.error.ErrorGroup;
import io.swen.platform.error.ErrorState;
import io.swen.platform.error.ErrorStore;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Service;

/** The errors of all services in one list. */
@Service
class PlatformErrors {

    /**
     * A page of error groups.
     *
     * @param silent services that did not answer, so that theirs are missing
     */
    record PlatformErrorPage(
            List<ErrorGroup> items, @Nullable String next, List<String> silent) {}

    private static final String GATEWAY = "gateway";
    private static final ParameterizedTypeReference<Page<ErrorGroup>> PAGE = new ParameterizedTypeReference<>() {};

    /** The place of an error in the list; where two services have the same, the services' names decide. */
    private static final Comparator<ErrorGroup> ORDER = Comparator.comparing(ErrorGroup::lastSeen)
            .thenComparing(ErrorGroup::fingerprint)
            .reversed()
            .thenComparing(ErrorGroup::service);

    private final AskedServices services;
    private final ErrorStore own;

    PlatformErrors(AskedServices services, ErrorStore own) {
        this.services = services;
        this.own = own;
    }

    PlatformErrorPage list(
            @Nullable String service,
            @Nullable ErrorState state,
            @Nullable Instant since,
            @Nullable String cursor,
            int limit) {
        List<String> after = Cursors.decode(cursor, 3);
        List<SwenService> asked = Arrays.stream(SwenService.values())
                .filter(each -> service == null || each.id().equals(service))
                .toList();
        boolean gateway = service == null || service.equals(GATEWAY);
        if (asked.isEmpty() && !gateway) {
            throw ProblemException.invalidField(
                    "service",
                    service,
                    Stream.concat(
                                    Stream.of(GATEWAY),
                                    Arrays.stream(SwenService.values()).map(SwenService::id))
                            .collect(Collectors.joining(", ", "one of ", "")));
        }
        AskedServices.Answers<Page<ErrorGroup>> answers = services.ask(
                asked,
                (each, client) -> Objects.requireNonNull(client.get()
                        .uri(uri -> uri.path("/api/v1/errors/" + each.id())
                                .queryParam("limit", limit)
                                .queryParamIfPresent(
                                        "state", Optional.ofNullable(state).map(ErrorState::id))
                                .queryParamIfPresent("since", Optional.ofNullable(since))
                                .queryParamIfPresent("cursor", Optional.ofNullable(place(after, each.id())))
                                .build())
                        .retrieve()
                        .body(PAGE)));
        List<Page<ErrorGroup>> pages = new ArrayList<>(answers.byService().values());
        if (gateway) {
            pages.add(own.list(state, since, place(after, GATEWAY), limit, Actor.current()));
        }
        List<ErrorGroup> merged = pages.stream()
                .flatMap(page -> page.items().stream())
                .sorted(ORDER)
                .limit(limit)
                .toList();
        boolean more = pages.stream().mapToInt(page -> page.items().size()).sum() > merged.size()
                || pages.stream().anyMatch(page -> page.next() != null);
        return new PlatformErrorPage(
                merged,
                more && !merged.isEmpty() ? cursor(merged.getLast()) : null,
                answers.silent().stream().map(SwenService::id).toList());
    }

    private static String cursor(ErrorGroup last) {
        return Cursors.encode(last.lastSeen(), last.fingerprint(), last.service());
    }

    /** Where a service goes on: after the last one shown, or at it where another service's of the same place was shown. */
    private static @Nullable String place(@Nullable List<String> after, String service) {
        if (after == null) {
            return null;
        }
        String fingerprint = after.get(1);
        return Cursors.encode(after.get(0), service.compareTo(after.get(2)) > 0 ? fingerprint + "~" : fingerprint);
    }
}
