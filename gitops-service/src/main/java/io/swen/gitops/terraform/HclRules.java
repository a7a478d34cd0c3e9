package io.swen.gitops.terraform;

import io.swen.gitops.repository.TreeFile;
import io.swen.platform.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Terraform code may not do, found before Terraform is run at all: a plan already executes providers, external data
 * sources and modules from anywhere.
 */
final class HclRules {

    private static final Set<String> RUNS_PROGRAMS_OR_REACHES_OUT =
            Set.of("external", "http", "terraform_remote_state");

    /** Named like secrets, and yet only says whether the metadata service asks for tokens. */
    private static final Set<String> NO_SECRETS = Set.of("http_tokens");

    private static final List<String> ENDINGS =
            List.of(".tf", ".tfvars", ".tftest.hcl", ".terraform.lock.hcl", ".md", ".tftpl", ".json", ".yaml", ".yml");

    private final Set<String> providers;
    private final List<String> folders;

    /**
     * @param providers source addresses that may be used, such as {@code hashicorp/aws}
     * @param folders where modules may lie
     */
    HclRules(Set<String> providers, List<String> folders) {
        this.providers = Set.copyOf(providers);
        this.folders = List.copyOf(folders);
    }

    /** All that is wrong, each with its file and line. */
    List<String> check(List<TreeFile> files) {
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, String>> sources = new HashMap<>();
        Map<String, Map<String, String>> used = new HashMap<>();
        for (TreeFile file : files) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            if (name.endsWith(".tf.json") || ENDINGS.stream().noneMatch(name::endsWith)) {
                problems.add(file.path() + ": only files ending in " + String.join(", ", ENDINGS)
                        + " (and no .tf.json) may lie here");
            } else if (name.endsWith(".tf")) {
                check(file, problems, sources, used);
            }
        }
        used.forEach((module, names) -> names.forEach((provider, where) -> {
            String source = sources.getOrDefault(module, Map.of()).getOrDefault(provider, "hashicorp/" + provider);
            if (!provider.equals("terraform") && !providers.contains(plain(source))) {
                problems.add(where + ": provider " + source + " is not allowed; allowed are "
                        + String.join(", ", providers.stream().sorted().toList()));
            }
        }));
        return problems;
    }

    private void check(
            TreeFile file,
            List<String> problems,
            Map<String, Map<String, String>> sources,
            Map<String, Map<String, String>> used) {
        HclBlocks read;
        try {
            read = HclBlocks.of(new String(file.content(), StandardCharsets.UTF_8));
        } catch (HclBlocks.MalformedException e) {
            problems.add(file.path() + ": " + e.getMessage());
            return;
        }
        String folder = file.path().substring(0, Math.max(0, file.path().lastIndexOf('/')));
        Map<String, String> required = sources.computeIfAbsent(folder, any -> new TreeMap<>());
        Map<String, String> needed = used.computeIfAbsent(folder, any -> new TreeMap<>());
        for (HclBlocks.Block block : read.blocks()) {
            String where = file.path() + ":" + block.line();
            List<String> header = block.header();
            switch (block.type()) {
                case "provisioner" -> problems.add(where + ": a provisioner runs programs; none may");
                case "data" -> {
                    if (header.size() > 1 && RUNS_PROGRAMS_OR_REACHES_OUT.contains(header.get(1))) {
                        problems.add(where + ": data source " + header.get(1)
                                + " runs programs or reaches out of the environment; it may not be used");
                    }
                }
                case "backend", "cloud" -> {
                    if (block.isIn("terraform")) {
                        problems.add(where + ": the state is kept by SWEN; there may be no " + block.type() + " block");
                    }
                }
                default -> {}
            }
            if (block.path().size() == 1
                    && header.size() > 1
                    && (block.type().equals("resource")
                            || block.type().equals("data")
                            || block.type().equals("provider"))) {
                String type = header.get(1);
                int end = type.indexOf('_');
                needed.putIfAbsent(block.type().equals("provider") || end < 0 ? type : type.substring(0, end), where);
            }
        }
        for (HclBlocks.Attribute attribute : read.attributes()) {
            check(file, folder, attribute, problems, required, needed);
        }
    }

    private void check(
            TreeFile file,
            String folder,
            HclBlocks.Attribute attribute,
            List<String> problems,
            Map<String, String> required,
            Map<String, String> needed) {
        String where = file.path() + ":" + attribute.line();
        String literal = attribute.literal();
        if (attribute.isIn("required_providers")) {
            if (attribute.name().equals("source") && literal != null) {
                String provider = attribute.path().getLast().getFirst();
                required.put(provider, literal);
                needed.putIfAbsent(provider, where);
            }
            return;
        }
        boolean module = attribute.path().size() == 1
                && attribute.path().getFirst().getFirst().equals("module");
        if (module && attribute.name().equals("source") && !isOwnModule(folder, literal)) {
            problems.add(where + ": a module's source must be a plain path that stays below "
                    + String.join(" and ", folders));
        }
        boolean secretDefault = attribute.name().equals("default")
                && attribute.path().size() == 1
                && attribute.path().getFirst().getFirst().equals("variable")
                && attribute.path().getFirst().size() > 1
                && Redaction.isSecretName(attribute.path().getFirst().get(1));
        if (literal != null
                && !literal.isEmpty()
                && (secretDefault
                        || (Redaction.isSecretName(attribute.name())
                                && !NO_SECRETS.contains(attribute.name())
                                && !attribute.isIn("variable")))) {
            problems.add(where + ": " + attribute.name()
                    + " carries a secret in the clear; take it from a variable that SWEN is configured with");
        }
    }

    private boolean isOwnModule(String folder, @org.jspecify.annotations.Nullable String source) {
        if (source == null || !(source.startsWith("./") || source.startsWith("../"))) {
            return false;
        }
        String target = Path.of(folder).resolve(source).normalize().toString();
        return folders.stream().anyMatch(allowed -> target.equals(allowed) || target.startsWith(allowed + "/"));
    }

    private static String plain(String source) {
        return source.startsWith("registry.terraform.io/")
                ? source.substring("registry.terraform.io/".length())
                : source;
    }
}
