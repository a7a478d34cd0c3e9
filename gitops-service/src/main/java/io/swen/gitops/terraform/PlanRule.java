package io.swen.gitops.terraform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a planned resource may not be, on either cloud. */
public enum PlanRule {
    /** A port other than 443 is open to every address. */
    OPEN_INGRESS {
        @Override
        List<String> check(String type, JsonNode after) {
            return switch (type) {
                case "aws_security_group" ->
                    elements(after.path("ingress"))
                            .filter(rule ->
                                    isAnywhere(rule.path("cidr_blocks")) || isAnywhere(rule.path("ipv6_cidr_blocks")))
                            .filter(rule -> !isHttps(rule.path("from_port"), rule.path("to_port")))
                            .map(rule -> "ingress from everywhere to ports " + number(rule, "from_port") + " to "
                                    + number(rule, "to_port"))
                            .toList();
                case "aws_security_group_rule" ->
                    text(after, "type").equals("ingress")
                                    && (isAnywhere(after.path("cidr_blocks"))
                                            || isAnywhere(after.path("ipv6_cidr_blocks")))
                                    && !isHttps(after.path("from_port"), after.path("to_port"))
                            ? List.of("ingress from everywhere to ports " + number(after, "from_port") + " to "
                                    + number(after, "to_port"))
                            : List.of();
                case "aws_vpc_security_group_ingress_rule" ->
                    (isAnywhere(text(after, "cidr_ipv4")) || isAnywhere(text(after, "cidr_ipv6")))
                                    && !isHttps(after.path("from_port"), after.path("to_port"))
                            ? List.of("ingress from everywhere to ports " + number(after, "from_port") + " to "
                                    + number(after, "to_port"))
                            : List.of();
                case "alicloud_security_group_rule" ->
                    text(after, "type").equals("ingress")
                                    && !text(after, "policy").equals("drop")
                                    && (isAnywhere(text(after, "cidr_ip")) || isAnywhere(text(after, "ipv6_cidr_ip")))
                                    && !text(after, "port_range").equals("443/443")
                            ? List.of("ingress from everywhere to ports " + text(after, "port_range"))
                            : List.of();
                default -> List.of();
            };
        }
    },
    /** Something that keeps data does not encrypt it. */
    MISSING_ENCRYPTION {
        @Override
        List<String> check(String type, JsonNode after) {
            List<String> found = new ArrayList<>();
            switch (type) {
                case "aws_ebs_volume", "alicloud_ecs_disk", "alicloud_disk", "aws_efs_file_system" ->
                    require(found, after, "encrypted");
                case "aws_db_instance", "aws_rds_cluster" -> require(found, after, "storage_encrypted");
                case "aws_instance" -> {
                    elements(after.path("root_block_device")).forEach(disk -> require(found, disk, "encrypted"));
                    elements(after.path("ebs_block_device")).forEach(disk -> require(found, disk, "encrypted"));
                }
                case "aws_launch_template" ->
                    elements(after.path("block_device_mappings"))
                            .flatMap(mapping -> elements(mapping.path("ebs")))
                            .filter(disk -> !text(disk, "encrypted").equals("true"))
                            .forEach(disk -> found.add("a disk of the template is not encrypted"));
                case "alicloud_instance" -> require(found, after, "system_disk_encrypted");
                case "alicloud_db_instance" -> {
                    if (text(after, "encryption_key").isEmpty()
                            && !after.path("encryption_key").isMissingNode()) {
                        found.add("encryption_key is not set");
                    }
                }
                default -> {}
            }
            return found;
        }
    },
    /** Storage or a database that everybody can reach. */
    PUBLIC_STORAGE {
        @Override
        List<String> check(String type, JsonNode after) {
            return switch (type) {
                case "aws_s3_bucket_acl", "aws_s3_bucket", "alicloud_oss_bucket", "alicloud_oss_bucket_acl" ->
                    text(after, "acl").startsWith("public") ? List.of("acl is " + text(after, "acl")) : List.of();
                case "aws_s3_bucket_public_access_block" ->
                    Stream.of(
                                    "block_public_acls",
                                    "block_public_policy",
                                    "ignore_public_acls",
                                    "restrict_public_buckets")
                            .filter(name -> !text(after, name).equals("true"))
                            .map(name -> name + " is not true")
                            .toList();
                case "aws_db_instance", "aws_rds_cluster_instance" ->
                    text(after, "publicly_accessible").equals("true")
                            ? List.of("publicly_accessible is true")
                            : List.of();
                default -> List.of();
            };
        }
    },
    /** Everything is allowed, on everything. */
    WILDCARD_IAM {
        @Override
        List<String> check(String type, JsonNode after) {
            return switch (type) {
                case "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy" ->
                    wildcards(text(after, "policy"));
                case "alicloud_ram_policy" ->
                    wildcards(
                            text(after, "policy_document").isEmpty()
                                    ? text(after, "document")
                                    : text(after, "policy_document"));
                default -> List.of();
            };
        }
    },
    /** One of the tags is missing by which costs and owners are found. */
    MISSING_TAGS {
        @Override
        List<String> check(String type, JsonNode after) {
            JsonNode tags = after.has("tags_all") ? after.path("tags_all") : after.path("tags");
            boolean taggable = after.has("tags_all") || (type.startsWith("alicloud_") && after.has("tags"));
            return taggable
                    ? TAGS.stream()
                            .filter(tag -> text(tags, tag).isEmpty())
                            .map(tag -> "tag " + tag + " is missing")
                            .toList()
                    : List.of();
        }
    },
    /** The metadata service answers requests without a session token (IMDSv1). */
    OPEN_METADATA {
        @Override
        List<String> check(String type, JsonNode after) {
            return switch (type) {
                case "aws_instance", "aws_launch_template" ->
                    elements(after.path("metadata_options"))
                                    .anyMatch(options ->
                                            text(options, "http_tokens").equals("required"))
                            ? List.of()
                            : List.of("metadata_options.http_tokens is not required");
                case "alicloud_instance", "alicloud_ecs_launch_template" ->
                    text(after, "http_tokens").equals("required") ? List.of() : List.of("http_tokens is not required");
                default -> List.of();
            };
        }
    };

    /** What a finding leads to. */
    public enum Severity {
        DENY,
        WARN,
        OFF
    }

    private static final Set<String> TAGS = new java.util.TreeSet<>(Set.of("Project", "Environment", "ManagedBy"));
    private static final JsonMapper JSON = new JsonMapper();

    /** What is wrong with a resource as it will be. */
    abstract List<String> check(String type, JsonNode after);

    /** The name in configuration and in findings. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node.valueStream() : node.isObject() ? Stream.of(node) : Stream.empty();
    }

    private static void require(List<String> found, JsonNode after, String name) {
        if (!text(after, name).equals("true")) {
            found.add(name + " is not true");
        }
    }

    private static boolean isAnywhere(JsonNode ranges) {
        return ranges.isArray() && ranges.valueStream().anyMatch(range -> isAnywhere(range.asString("")));
    }

    private static boolean isAnywhere(String range) {
        return range.equals("0.0.0.0/0") || range.equals("::/0");
    }

    private static boolean isHttps(JsonNode from, JsonNode to) {
        return from.asInt(-1) == 443 && to.asInt(-1) == 443;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    private static String number(JsonNode node, String name) {
        return Integer.toString(node.path(name).asInt(-1));
    }

    private static List<String> wildcards(String policy) {
        if (policy.isEmpty()) {
            return List.of();
        }
        JsonNode read;
        try {
            read = JSON.readTree(policy);
        } catch (JacksonException e) {
            return List.of("the policy is not JSON");
        }
        return elements(read.path("Statement"))
                .filter(statement -> text(statement, "Effect").equals("Allow"))
                .filter(statement -> texts(statement.path("Resource")).anyMatch("*"::equals))
                .flatMap(statement -> texts(statement.path("Action")))
                .filter(action -> action.equals("*") || action.endsWith(":*"))
                .map(action -> action + " is allowed on every resource")
                .toList();
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isArray() ? node.valueStream().map(value -> value.asString("")) : Stream.of(node.asString(""));
    }
}
