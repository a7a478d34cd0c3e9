package io.swen.gitops.argocd;

import io.swen.gitops.deploy.DeploymentRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of Argo CD. None of them syncs by itself: what was rolled back or pinned would be applied again by its next sync, and what
 * was approved is one commit and not whatever the branch has.
 */
final class ArgoManifests {

    private static final String API_VERSION = "argoproj.io/v1alpha1";

    private ArgoManifests() {}

    static String folder(String environment) {
        return "environments/" + environment + "/argocd";
    }

    static String workloads(String environment, String workloadId) {
        return folder(environment) + "/workloads/" + workloadId;
    }

    static String project(String environment) {
        return "swen-" + environment;
    }

    static String application(String environment, String workloadId) {
        return "swen-" + environment + "-" + workloadId;
    }

    static Map<String, Object> project(String environment, ArgoProperties.Server server) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("description", "Workloads of environment " + environment + ", deployed by SWEN");
        spec.put("sourceRepos", List.of(server.repository().toString()));
        spec.put(
                "destinations",
                List.of(Map.of(
                        "server", server.destination().toString(),
                        "namespace", server.namespace())));
        // Nothing of the cluster itself, and only the kinds that are made.
        spec.put("clusterResourceWhitelist", List.of());
        spec.put(
                "namespaceResourceWhitelist",
                List.of(kind("apps", "Deployment"), kind("batch", "Job"), kind("", "Service")));
        return object("AppProject", project(environment), server, Map.of(), spec);
    }

    /** @param revision null where a set fills it in */
    static Map<String, Object> application(
            DeploymentRequest request, ArgoProperties.Server server, @Nullable String revision) {
        String workload = request.desired().workload().id();
        Map<String, String> labels = new TreeMap<>();
        labels.put("app.kubernetes.io/managed-by", "swen");
        labels.put("swen.io/workload", workload);
        labels.put("swen.io/change", request.changeId().toString());
        labels.put("swen.io/team", request.team());
        return object(
                "Application",
                application(request.environment(), workload),
                server,
                labels,
                applicationSpec(
                        request.environment(),
                        server,
                        workloads(request.environment(), workload),
                        revision == null ? "main" : revision));
    }

    /** Makes the applications of an environment anew in an Argo CD that knows none of them, and leaves those it has alone. */
    static Map<String, Object> applicationSet(String environment, ArgoProperties.Server server) {
        Map<String, Object> directories = new LinkedHashMap<>();
        directories.put("repoURL", server.repository().toString());
        directories.put("revision", "main");
        directories.put("directories", List.of(Map.of("path", folder(environment) + "/workloads/*")));
        Map<String, Object> template = new LinkedHashMap<>();
        template.put(
                "metadata",
                Map.of(
                        "name",
                        "swen-" + environment + "-{{.path.basename}}",
                        "labels",
                        Map.of("app.kubernetes.io/managed-by", "swen")));
        template.put("spec", applicationSpec(environment, server, "{{.path.path}}", "main"));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("goTemplate", true);
        spec.put("goTemplateOptions", List.of("missingkey=error"));
        spec.put("generators", List.of(Map.of("git", directories)));
        spec.put("syncPolicy", Map.of("applicationsSync", "create-only", "preserveResourcesOnDeletion", true));
        spec.put("template", template);
        return object("ApplicationSet", project(environment), server, Map.of(), spec);
    }

    private static Map<String, Object> applicationSpec(
            String environment, ArgoProperties.Server server, String path, String revision) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("repoURL", server.repository().toString());
        source.put("path", path);
        source.put("targetRevision", revision);
        Map<String, Object> destination = new LinkedHashMap<>();
        destination.put("server", server.destination().toString());
        destination.put("namespace", server.namespace());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("project", project(environment));
        spec.put("source", source);
        spec.put("destination", destination);
        // No "automated": each sync is asked for by SWEN, with the commit that was approved.
        spec.put("syncPolicy", Map.of("syncOptions", List.of("ServerSideApply=true", "PruneLast=true")));
        return spec;
    }

    private static Map<String, Object> kind(String group, String kind) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("group", group);
        one.put("kind", kind);
        return one;
    }

    private static Map<String, Object> object(
            String kind,
            String name,
            ArgoProperties.Server server,
            Map<String, String> labels,
            Map<String, Object> spec) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", server.argoNamespace());
        if (!labels.isEmpty()) {
            metadata.put("labels", labels);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", API_VERSION);
        object.put("kind", kind);
        object.put("metadata", metadata);
        object.put("spec", spec);
        return object;
    }
}
