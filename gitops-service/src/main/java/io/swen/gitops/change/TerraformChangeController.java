package io.swen.gitops.change;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Labels;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The call by which people propose changes to an environment's Terraform code. */
@RestController
class TerraformChangeController {

    /** Files of an environment's root module, or of the modules that it uses. */
    @Schema(name = "NewTerraformChange")
    record NewTerraformChange(
            @Nullable String environment,
            @Nullable String team,
            @Nullable String title,
            @Nullable String reason,
            @Nullable List<File> files) {

        /** A file as it is to be; without content it is removed. */
        @Schema(name = "NewTerraformFile")
        record File(@Nullable String path, @Nullable String content) {}
    }

    private static final int LONGEST_TITLE = 72;
    private static final int LONGEST_REASON = 1000;

    private final Changes changes;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    TerraformChangeController(Changes changes, ChangeQueries queries, Idempotency idempotency) {
        this.changes = changes;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/v1/changes/terraform")
    @Operation(summary = "Propose a change to an environment's Terraform code")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    ResponseEntity<?> create(
            @RequestBody NewTerraformChange asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/changes/terraform", asked, () -> {
            Actor actor = Actor.current();
            ChangeSnapshot change = accept(asked, actor);
            return ResponseEntity.accepted()
                    .header(
                            HttpHeaders.LOCATION,
                            URI.create("/api/v1/changes/" + change.id()).toString())
                    .body(queries.get(change.id(), actor));
        });
    }

    private ChangeSnapshot accept(NewTerraformChange asked, Actor actor) {
        List<FieldProblem> problems = new ArrayList<>();
        String environment = Labels.check(problems, "environment", asked.environment());
        String team = Labels.check(problems, "team", asked.team());
        String title = asked.title() == null ? "" : asked.title().strip();
        if (title.isEmpty() || title.length() > LONGEST_TITLE || title.contains("\n")) {
            problems.add(new FieldProblem("title", asked.title(), "one line of 1 to " + LONGEST_TITLE + " characters"));
        }
        if (asked.reason() != null && asked.reason().length() > LONGEST_REASON) {
            problems.add(new FieldProblem("reason", asked.reason(), "at most " + LONGEST_REASON + " characters"));
        }
        List<NewTerraformChange.File> files = asked.files() == null ? List.of() : asked.files();
        List<FileEdit> edits = TerraformFiles.check(
                files.stream()
                        .map(file -> new TerraformFiles.Given(file.path(), file.content()))
                        .toList(),
                environment,
                problems);
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
        if (!actor.sees(team, environment)) {
            throw ProblemException.notFound("team", team);
        }
        return changes.createOfFiles(
                ChangeKind.TERRAFORM,
                environment,
                team,
                new Author(actor.id(), actor.name()),
                title,
                asked.reason(),
                edits,
                Provenance.of(ChangeOrigin.OPERATOR));
    }
}
