package io.swen.gitops.pipeline;

import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What has to hold within one file of desired state. */
final class DesiredStateRules {

    private static final Pattern IMAGE =
            Pattern.compile("[a-z0-9]([a-zA-Z0-9._/:-]*[a-zA-Z0-9])?(@sha256:[0-9a-f]{64})?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int HIGHEST_PORT = 65_535;

    private DesiredStateRules() {}

    /** What is wrong with it, in words; empty where all is well. */
    static List<String> check(DesiredState desired) {
        List<String> problems = new ArrayList<>();
        if (!desired.apiVersion().equals(DesiredState.API_VERSION)
                || !desired.kind().equals(DesiredState.KIND)) {
            problems.add("api_version and kind must be " + DesiredState.API_VERSION + " and " + DesiredState.KIND);
        }
        container(desired.workload(), problems);
        placement(desired.workload(), desired.placement(), problems);
        return problems;
    }

    private static void container(Workload workload, List<String> problems) {
        Workload.Container container = workload.container();
        if (!IMAGE.matcher(container.image()).matches()) {
            problems.add("image " + container.image() + " is not an image name");
        }
        if (container.ports() != null) {
            container.ports().stream()
                    .filter(port -> port < 1 || port > HIGHEST_PORT)
                    .forEach(port -> problems.add("port " + port + " must be between 1 and " + HIGHEST_PORT));
        }
        if (container.env() != null) {
            container.env().keySet().stream()
                    .filter(name -> !VARIABLE.matcher(name).matches())
                    .forEach(name -> problems.add("env " + name + " is not a variable name"));
        }
        if (container.secrets() != null) {
            container.secrets().stream()
                    .filter(secret -> !VARIABLE.matcher(secret.name()).matches()
                            || secret.ref().indexOf(':') < 1)
                    .forEach(secret -> problems.add("secret " + secret.name()
                            + " must be a variable name with a reference such as vault:path#field"));
        }
        if (workload.kind() == WorkloadKind.BATCH
                && (workload.estimatedDurationHours() == null
                        || workload.estimatedDurationHours().signum() <= 0)) {
            problems.add("a batch needs estimated_duration_hours above 0");
        }
    }

    private static void placement(Workload workload, DesiredState.Placement placement, List<String> problems) {
        String prefix = placement.provider().id() + ":";
        if (!placement.region().startsWith(prefix) || !placement.zone().startsWith(prefix)) {
            problems.add("region " + placement.region() + " and zone " + placement.zone() + " are not of "
                    + placement.provider().id());
        }
        List<String> zones = placement.zones();
        if (zones != null
                && (zones.isEmpty()
                        || !zones.getFirst().equals(placement.zone())
                        || zones.stream().anyMatch(zone -> !zone.startsWith(prefix)))) {
            problems.add("zones " + zones + " must begin with zone " + placement.zone() + " and be of "
                    + placement.provider().id());
        }
        String offerId = placement.zone() + "/" + placement.instanceType() + "/"
                + placement.purchaseOption().name().toLowerCase(Locale.ROOT);
        if (!placement.offerId().equals(offerId)) {
            problems.add("offer_id " + placement.offerId() + " is not " + offerId);
        }
        if (workload.regionsForbidden() != null && workload.regionsForbidden().contains(placement.region())) {
            problems.add("region " + placement.region() + " is forbidden");
        }
        if (workload.regionsAllowed() != null
                && !workload.regionsAllowed().isEmpty()
                && !workload.regionsAllowed().contains(placement.region())) {
            problems.add("region " + placement.region() + " is not among those allowed");
        }
        String architecture = workload.architecture() == null ? "amd64" : workload.architecture();
        if (!architecture.equals("any") && !architecture.equals(placement.architecture())) {
            problems.add("architecture " + placement.architecture() + " is not " + architecture);
        }
    }
}
