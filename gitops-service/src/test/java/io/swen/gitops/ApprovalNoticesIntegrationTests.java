package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** What approvers are told of, by a real webhook and a real mail server. */
class ApprovalNoticesIntegrationTests extends GitopsTest {

    @Test
    void tellsOfTheRequestWithALinkToThePageAndNoRightInIt() {
        UUID id = post(Change.deploy(Requests.newId("told")).costing("20", 0.9));
        awaitState(id, "awaiting_approval");

        String body = await().atMost(PATIENCE)
                .until(() -> hooks(id, "approval.requested"), calls -> !calls.isEmpty())
                .getFirst();

        JsonNode told = json.readTree(body);
        assertThat(told.at("/data/link").asString()).endsWith("/ui/approvals/" + id);
        assertThat(told.at("/data/required").asInt()).isEqualTo(1);
        assertThat(told.at("/text").asString()).contains("operator asks for it in dev", "/ui/approvals/" + id);
        assertThat(body).doesNotContainIgnoringCase("token").doesNotContain("eyJ");
        await().atMost(PATIENCE)
                .until(() -> List.of(MAIL.getReceivedMessages()).stream()
                        .anyMatch(mail -> String.valueOf(com.icegreen.greenmail.util.GreenMailUtil.getBody(mail))
                                .contains("/ui/approvals/" + id)));
    }

    @Test
    void remindsAtHalfAndNineTenthsOfTheTimeOnceEach() {
        UUID id = post(Change.deploy(Requests.newId("slow")).costing("20", 0.9));
        awaitState(id, "awaiting_approval");
        await().atMost(PATIENCE).until(() -> notices(id).contains("REQUESTED"));

        passed(id, 0.6);
        await().atMost(PATIENCE).until(() -> hooks(id, "approval.reminder_50").size() == 1);
        passed(id, 0.95);
        await().atMost(PATIENCE).until(() -> hooks(id, "approval.reminder_90").size() == 1);
        jdbc.update("update change set approval_expires_at = updated_at - interval '1 hour' where id = ?", id);
        await().atMost(PATIENCE).until(() -> hooks(id, "approval.expired").size() == 1);

        assertThat(hooks(id, "approval.requested")).hasSize(1);
        assertThat(hooks(id, "approval.reminder_50")).hasSize(1);
        assertThat(hooks(id, "approval.reminder_90")).hasSize(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from notification where subject = ? and receiver = 'hook'", Integer.class, id))
                .isEqualTo(4);
    }

    @Test
    void tellsOnlyTheNewestOfWhatCameDueDuringAnOutageAndInTheAgreedForm() throws Exception {
        UUID id = post(Change.deploy(Requests.newId("asleep")).costing("20", 0.9));
        awaitState(id, "awaiting_approval");
        await().atMost(PATIENCE).until(() -> notices(id).contains("REQUESTED"));
        // As it is found after a crash between the request and the last tenth of the time.
        passed(id, 0.95);

        await().atMost(PATIENCE).until(() -> hooks(id, "approval.reminder_90").size() == 1);

        assertThat(hooks(id, "approval.reminder_50")).isEmpty();
        assertThat(notices(id)).contains("REQUESTED", "REMINDER_50", "REMINDER_90");
        String event = String.valueOf(jdbc.queryForObject(
                "select data::text from event_log where type = 'io.swen.ApprovalReminder' and subject = ?",
                String.class,
                id.toString()));
        assertThat(json.readTree(event).at("/percent").asInt()).isEqualTo(90);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(Path.of("../docs/events/ApprovalReminder.json")))
                        .validate(event, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void tellsEverybodyWhoApprovesThatGlassWasBroken() {
        UUID id = post(Change.deploy(Requests.newId("loud")).costing("60", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/break-glass",
                TestIssuer.token("root", Role.ADMIN),
                Map.of(
                        "reason",
                        "the shop is down and nobody else is awake",
                        "plan_hash",
                        waiting.at("/plan/hash").asString()));

        String body = await().atMost(PATIENCE)
                .until(() -> hooks(id, "approval.break_glass"), calls -> !calls.isEmpty())
                .getFirst();

        assertThat(json.readTree(body).at("/text").asString())
                .contains("root has it applied", "2 of 2 approvals missing", "nobody else is awake");
    }

    private void passed(UUID id, double part) {
        // The domain clock runs on meanwhile, slowly against a year.
        jdbc.update(
                "update change set approval_requested_at = now_ - interval '1000 days' * ?,"
                        + " approval_expires_at = now_ + interval '1000 days' * (1 - ?)"
                        + " from (select updated_at as now_ from change where id = ?) t where id = ?",
                part,
                part,
                id,
                id);
    }

    private List<String> notices(UUID id) {
        return jdbc.query(
                "select kind from approval_notice where change_id = ?",
                (row, index) -> String.valueOf(row.getString(1)),
                id);
    }

    private List<String> hooks(UUID id, String type) {
        return HOOKS.stream()
                .filter(body -> body.contains(id.toString()) && body.contains("\"" + type + "\""))
                .toList();
    }
}
