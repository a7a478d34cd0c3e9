package io.swen.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;
import tools.jackson.databind.JsonNode;

/** The health checks that Argo CD is given, run as it runs them: a Lua program with the object in {@code obj}. */
class HealthChecksTests {

    private static final String KEY = "resource.customizations.health.";

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            postgresql.cnpg.io_Cluster | {spec: {instances: 3}} | Progressing
            postgresql.cnpg.io_Cluster | {spec: {instances: 3}, status: {phase: Setting up primary}} | Progressing
            postgresql.cnpg.io_Cluster | {spec: {instances: 3}, status: {readyInstances: 2, conditions: [{type: Ready, status: 'True'}]}} | Progressing
            postgresql.cnpg.io_Cluster | {spec: {instances: 3}, status: {readyInstances: 3, conditions: [{type: Ready, status: 'True'}]}} | Healthy
            postgresql.cnpg.io_Cluster | {spec: {instances: 3}, status: {readyInstances: 3, conditions: [{type: Ready, status: 'True'}, {type: ContinuousArchiving, status: 'False', message: denied}]}} | Degraded
            postgresql.cnpg.io_ScheduledBackup | {spec: {suspend: true}} | Suspended
            postgresql.cnpg.io_ScheduledBackup | {spec: {}} | Healthy
            external-secrets.io_ExternalSecret | {spec: {}} | Progressing
            external-secrets.io_ExternalSecret | {status: {conditions: [{type: Ready, status: 'False', message: no such key}]}} | Degraded
            external-secrets.io_ExternalSecret | {status: {conditions: [{type: Ready, status: 'True'}]}} | Healthy
            cert-manager.io_Certificate | {status: {conditions: [{type: Ready, status: 'False', reason: DoesNotExist}]}} | Progressing
            cert-manager.io_Certificate | {status: {conditions: [{type: Ready, status: 'False', reason: Failed}]}} | Degraded
            cert-manager.io_Certificate | {status: {conditions: [{type: Ready, status: 'True'}]}} | Healthy
            gateway.networking.k8s.io_Gateway | {status: {conditions: [{type: Accepted, status: 'True'}]}} | Progressing
            gateway.networking.k8s.io_Gateway | {status: {conditions: [{type: Programmed, status: 'False'}]}} | Degraded
            gateway.networking.k8s.io_Gateway | {status: {conditions: [{type: Programmed, status: 'True'}]}} | Healthy
            """)
    void saysWhatTheOperatorSays(String resource, String object, String status) throws IOException {
        LuaValue health = run(checks().get(KEY + resource), Manifests.YAML.readTree(object));

        assertThat(health.get("status").tojstring()).isEqualTo(status);
        assertThat(health.get("message").isstring()).isTrue();
    }

    @Test
    void everyKindThatKubernetesDoesNotDefineHasOneOrIsKnownToArgoCd() throws IOException {
        assertThat(checks())
                .containsOnlyKeys(
                        KEY + "cert-manager.io_Certificate",
                        KEY + "external-secrets.io_ExternalSecret",
                        KEY + "gateway.networking.k8s.io_Gateway",
                        KEY + "postgresql.cnpg.io_Cluster",
                        KEY + "postgresql.cnpg.io_ScheduledBackup");
    }

    private static Map<String, String> checks() throws IOException {
        String yaml = Files.readString(Project.find().root().resolve("deploy/argocd/config/health.yaml"));
        Map<String, String> checks = new TreeMap<>();
        Manifests.parse(yaml)
                .getFirst()
                .path("data")
                .properties()
                .forEach(each -> checks.put(each.getKey(), each.getValue().asString("")));
        return checks;
    }

    private static LuaValue run(String program, JsonNode object) {
        Globals globals = JsePlatform.standardGlobals();
        globals.set("obj", lua(object));
        return globals.load(program).call();
    }

    private static LuaValue lua(JsonNode node) {
        if (node.isObject()) {
            LuaTable table = new LuaTable();
            node.properties().forEach(each -> table.set(each.getKey(), lua(each.getValue())));
            return table;
        }
        if (node.isArray()) {
            LuaTable table = new LuaTable();
            node.forEach(each -> table.set(table.length() + 1, lua(each)));
            return table;
        }
        if (node.isBoolean()) {
            return LuaValue.valueOf(node.asBoolean());
        }
        return node.isNumber() ? LuaValue.valueOf(node.asInt()) : LuaValue.valueOf(node.asString(""));
    }
}
