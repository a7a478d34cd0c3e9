package io.swen.cli.infra;

import io.swen.cli.console.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What must hold for everything that was made, whichever resource it is: the tests of the modules look at resources by name and
 * would not see one that is added.
 */
final class FoundationRules {

    private static final Set<String> TAGS = new java.util.TreeSet<>(Set.of("Project", "Environment", "ManagedBy"));
    private static final Pattern READING = Pattern.compile("[a-z0-9-]+:(Describe|Get|List|Query)[A-Za-z]*");

    /** Beside a bucket in its module, by what it is for. */
    private static final Map<String, List<String>> BESIDE_A_BUCKET = Map.of(
            "aws_s3_bucket",
            List.of(
                    "aws_s3_bucket_server_side_encryption_configuration",
                    "aws_s3_bucket_public_access_block",
                    "aws_s3_bucket_versioning",
                    "aws_s3_bucket_policy"),
            "alicloud_oss_bucket",
            List.of(
                    "alicloud_oss_bucket_server_side_encryption",
                    "alicloud_oss_bucket_public_access_block",
                    "alicloud_oss_bucket_versioning",
                    "alicloud_oss_bucket_acl",
                    "alicloud_oss_bucket_policy"));

    private final List<Planned> resources;
    private final List<String> problems = new ArrayList<>();

    private FoundationRules(List<Planned> resources) {
        this.resources = resources;
    }

    /** All that is wrong, by address. */
    static List<String> problems(List<Planned> resources) {
        FoundationRules rules = new FoundationRules(resources);
        resources.forEach(rules::check);
        rules.zones();
        return List.copyOf(rules.problems);
    }

    private void check(Planned resource) {
        tags(resource);
        groups(resource);
        policies(resource);
        buckets(resource);
        storage(resource);
    }

    private void tags(Planned resource) {
        boolean aws = resource.type().startsWith("aws_") && resource.values().has("tags_all");
        boolean alibaba =
                resource.type().startsWith("alicloud_") && resource.values().has("tags");
        if (!aws && !alibaba) {
            return;
        }
        JsonNode tags = resource.values().path(aws ? "tags_all" : "tags");
        TAGS.stream()
                .filter(tag -> tags.path(tag).asString("").isEmpty())
                .forEach(tag -> found(resource, "has no tag " + tag));
    }

    private void groups(Planned resource) {
        switch (resource.type()) {
            case "aws_vpc_security_group_ingress_rule" -> {
                if (isWorld(resource.text("cidr_ipv4")) || isWorld(resource.text("cidr_ipv6"))) {
                    ports(resource, resource.text("from_port"), resource.text("to_port"));
                }
            }
            case "aws_security_group_rule" -> {
                if (resource.text("type").equals("ingress")
                        && Stream.concat(
                                        texts(resource.values().path("cidr_blocks")),
                                        texts(resource.values().path("ipv6_cidr_blocks")))
                                .anyMatch(FoundationRules::isWorld)) {
                    ports(resource, resource.text("from_port"), resource.text("to_port"));
                }
            }
            case "aws_security_group" -> {
                for (JsonNode rule : resource.values().path("ingress")) {
                    if (Stream.concat(texts(rule.path("cidr_blocks")), texts(rule.path("ipv6_cidr_blocks")))
                            .anyMatch(FoundationRules::isWorld)) {
                        ports(
                                resource,
                                rule.path("from_port").asString(""),
                                rule.path("to_port").asString(""));
                    }
                }
            }
            case "alicloud_security_group_rule" -> {
                if (resource.text("type").equals("ingress")
                        && (isWorld(resource.text("cidr_ip")) || isWorld(resource.text("ipv6_cidr_ip")))) {
                    String[] range = resource.text("port_range").split("/", -1);
                    ports(resource, range[0], range[range.length - 1]);
                }
            }
            default -> {}
        }
    }

    /** The world may reach the load balancer by HTTPS, and nothing else by anything. */
    private void ports(Planned resource, String from, String to) {
        if (!from.equals("443") || !to.equals("443") || !resource.address().contains(".load_balancer_https")) {
            found(resource, "lets the world in to ports " + from + " to " + to);
        }
    }

    private void policies(Planned resource) {
        for (String attribute : List.of("policy", "policy_document", "document", "access_policy")) {
            String text = resource.text(attribute);
            if (text.startsWith("{")) {
                policy(resource, text);
            }
        }
    }

    private void policy(Planned resource, String text) {
        JsonNode read;
        try {
            read = Json.parse(text);
        } catch (JacksonException notJson) {
            found(resource, "has a policy that is not JSON");
            return;
        }
        // The resource of a key's policy is always the key itself, however it is written.
        boolean ofAKey = resource.type().equals("aws_kms_key");
        JsonNode statements = read.path("Statement");
        // A single statement may stand without brackets.
        for (JsonNode statement : statements.isObject() ? List.of(statements) : statements) {
            if (!statement.path("Effect").asString("").equals("Allow")) {
                continue;
            }
            boolean everywhere = !ofAKey && texts(statement.path("Resource")).anyMatch("*"::equals);
            texts(statement.path("Action")).forEach(action -> {
                if (action.contains("*")) {
                    found(resource, "allows " + action);
                } else if (everywhere && !READING.matcher(action).matches()) {
                    found(resource, "allows " + action + " on every resource");
                }
            });
            if (statement.has("Principal") && isEverybody(statement.path("Principal"))) {
                found(resource, "is open to everybody");
            }
        }
    }

    private void buckets(Planned resource) {
        for (String beside : BESIDE_A_BUCKET.getOrDefault(resource.type(), List.of())) {
            Planned other = inModule(resource.module(), beside);
            if (other == null) {
                found(resource, "has no " + beside);
            } else if (!isGood(other)) {
                found(other, "does not protect its bucket");
            }
        }
    }

    private static boolean isGood(Planned part) {
        JsonNode values = part.values();
        return switch (part.type()) {
            case "aws_s3_bucket_server_side_encryption_configuration" ->
                Set.of("aws:kms", "AES256")
                        .contains(values.at("/rule/0/apply_server_side_encryption_by_default/0/sse_algorithm")
                                .asString(""));
            case "aws_s3_bucket_public_access_block" ->
                Stream.of("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
                        .allMatch(name -> values.path(name).asBoolean(false));
            case "aws_s3_bucket_versioning" ->
                values.at("/versioning_configuration/0/status").asString("").equals("Enabled");
            case "alicloud_oss_bucket_server_side_encryption" ->
                part.text("sse_algorithm").equals("KMS");
            case "alicloud_oss_bucket_public_access_block" ->
                values.path("block_public_access").asBoolean(false);
            case "alicloud_oss_bucket_versioning" -> part.text("status").equals("Enabled");
            case "alicloud_oss_bucket_acl" -> part.text("acl").equals("private");
            default -> true;
        };
    }

    private void storage(Planned resource) {
        JsonNode values = resource.values();
        switch (resource.type()) {
            case "aws_db_instance" -> {
                require(resource, "storage_encrypted");
                require(resource, "multi_az");
                if (values.path("publicly_accessible").asBoolean(false)) {
                    found(resource, "is public");
                }
            }
            case "alicloud_db_instance" -> {
                if (resource.text("encryption_key").isEmpty()) {
                    found(resource, "is not encrypted");
                }
                if (resource.text("zone_id_slave_a").isEmpty()
                        || resource.text("zone_id_slave_a").equals(resource.text("zone_id"))) {
                    found(resource, "has no standby in another zone");
                }
            }
            case "aws_ebs_volume", "alicloud_ecs_disk" -> require(resource, "encrypted");
            case "aws_launch_template" -> {
                for (JsonNode mapping : values.path("block_device_mappings")) {
                    if (!mapping.at("/ebs/0/encrypted").asString("").equals("true")) {
                        found(resource, "has a disk that is not encrypted");
                    }
                }
                if (!values.at("/metadata_options/0/http_tokens").asString("").equals("required")) {
                    found(resource, "answers for metadata without a token");
                }
            }
            case "alicloud_ecs_launch_template" -> {
                if (!values.at("/system_disk/0/encrypted").asBoolean(false)) {
                    found(resource, "has a disk that is not encrypted");
                }
                if (!resource.text("http_tokens").equals("required")) {
                    found(resource, "answers for metadata without a token");
                }
            }
            case "aws_kms_key" -> require(resource, "enable_key_rotation");
            case "alicloud_kms_key" -> {
                if (!resource.text("automatic_rotation").equals("Enabled")) {
                    found(resource, "is not rotated");
                }
            }
            default -> {}
        }
    }

    /** Each set of subnets lies in two zones or more. */
    private void zones() {
        Map<String, Set<String>> zones = new TreeMap<>();
        for (Planned resource : resources) {
            String zone = switch (resource.type()) {
                case "aws_subnet" -> resource.text("availability_zone");
                case "alicloud_vswitch" -> resource.text("zone_id");
                default -> null;
            };
            if (zone != null) {
                String set = resource.address().replaceFirst("\\[[^\\]]*\\]$", "");
                zones.computeIfAbsent(set, any -> new HashSet<>()).add(zone);
            }
        }
        zones.forEach((set, in) -> {
            if (in.size() < 2) {
                problems.add(set + " lies in " + in.size() + " zone");
            }
        });
    }

    private @Nullable Planned inModule(String module, String type) {
        return resources.stream()
                .filter(resource ->
                        resource.type().equals(type) && resource.module().equals(module))
                .findFirst()
                .orElse(null);
    }

    private void require(Planned resource, String name) {
        if (!resource.values().path(name).asBoolean(false)) {
            found(resource, name + " is not true");
        }
    }

    private void found(Planned resource, String what) {
        problems.add(resource.address() + " " + what);
    }

    private static boolean isWorld(String range) {
        return range.equals("0.0.0.0/0") || range.equals("::/0");
    }

    private static boolean isEverybody(JsonNode principal) {
        return principal.isObject()
                ? principal.valueStream().flatMap(FoundationRules::texts).anyMatch("*"::equals)
                : texts(principal).anyMatch("*"::equals);
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isArray()
                ? node.valueStream().map(value -> value.asString(""))
                : node.isString() ? Stream.of(node.asString()) : Stream.empty();
    }
}
