package io.swen.platform.security;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Everything that a caller may be allowed to do, and who may do it: the one table of the platform. Each endpoint, live topic and
 * command names one of these; what names none is denied.
 */
public enum Permission {
    /** Prices, offers, metrics, instances, costs. */
    TELEMETRY_READ(Grant.everyone()),
    /** Bring samples of one's own teams. */
    METRIC_WRITE(Grant.people(Role.OPERATOR, Role.ADMIN).andAnyService()),
    /** Alerts, incidents, silences and their rules. */
    ALERT_READ(Grant.everyone()),
    /** Acknowledge, silence, hand over; bring alerts of another system. */
    ALERT_WRITE(Grant.people(Role.OPERATOR, Role.APPROVER, Role.ADMIN)
            .andAnyService()
            .andServices("swen-alertmanager")),
    BUDGET_WRITE(Grant.people(Role.ADMIN)),
    /** Start exports and reports, and fetch what they wrote. */
    EXPORT_WRITE(Grant.people(Role.OPERATOR, Role.ADMIN)),
    WORKLOAD_READ(Grant.everyone()),
    WORKLOAD_WRITE(Grant.people(Role.OPERATOR, Role.ADMIN)),
    DECISION_READ(Grant.everyone()),
    /** Compare a decision with the prices of now. */
    DECISION_RECHECK(Grant.everyPerson().andServices("swen-gitops")),
    RESERVATION_READ(Grant.everyone()),
    /** What could run better, and what that would save. */
    RECOMMENDATION_READ(Grant.everyone()),
    /** Apply or dismiss a recommendation; what is applied still passes the pipeline. */
    RECOMMENDATION_WRITE(Grant.people(Role.OPERATOR, Role.ADMIN)),
    /** Have a model trained from the outcomes of now. */
    MODEL_RETRAIN(Grant.people(Role.ADMIN)),

    CHANGE_READ(Grant.everyone()),
    CHANGE_PROPOSE(Grant.services("swen-routing")),
    /** Propose changes to an environment's Terraform code. */
    TERRAFORM_PROPOSE(Grant.people(Role.OPERATOR, Role.ADMIN)),
    CHANGE_CANCEL(Grant.people(Role.OPERATOR, Role.ADMIN).andServices("swen-routing")),
    /** Take a change back, release the pin that this leaves, have drift healed or left alone; what follows passes the pipeline. */
    CHANGE_REPAIR(Grant.people(Role.OPERATOR, Role.ADMIN)),
    CHANGE_DECIDE(Grant.people(Role.APPROVER, Role.ADMIN).withStepUp()),
    /** Have a change applied in spite of missing approvals and freeze windows. */
    CHANGE_BREAK_GLASS(Grant.people(Role.ADMIN).withStepUp()),
    /** Make the tables of changes anew from Git and the sealed audit log, or compare them. */
    TABLES_REBUILD(Grant.people(Role.ADMIN).withStepUp()),
    DEPLOYMENT_READ(Grant.everyone()),
    /** Modes of environments, freeze windows, the kill switch. */
    AUTOMATION_READ(Grant.everyone()),
    /** Set modes and freeze windows, release the kill switch. */
    AUTOMATION_WRITE(Grant.people(Role.ADMIN).withStepUp()),
    /** Engage the kill switch; without a second factor, as it only ever stops and is urgent when something goes wrong. */
    AUTOMATION_STOP(Grant.people(Role.APPROVER, Role.ADMIN)),
    REMEDIATION_READ(Grant.everyone()),
    /** Let a remediation go on, take it over, end it. */
    REMEDIATION_WRITE(Grant.people(Role.OPERATOR, Role.APPROVER, Role.ADMIN)),
    /** Fetch the environment repository. */
    REPOSITORY_READ(Grant.everyone()),

    OWN_ACCOUNT_READ(Grant.everyone()),
    /** All that is stored of the caller. */
    OWN_DATA_READ(Grant.everyPerson()),
    OWN_SESSION_READ(Grant.everyPerson()),
    OWN_SESSION_END(Grant.everyPerson()),
    OWN_KEY_READ(Grant.everyPerson()),
    OWN_KEY_WRITE(Grant.everyPerson().withStepUp()),
    /** End an API key; without a second factor, as it only ever takes away and is urgent when a key leaked. */
    OWN_KEY_REVOKE(Grant.everyPerson()),
    USER_READ(Grant.people(Role.ADMIN, Role.AUDITOR)),
    USER_WRITE(Grant.people(Role.ADMIN).withStepUp()),
    /** Hand out all that is stored of a person, or remove it. */
    PERSONAL_DATA(Grant.people(Role.ADMIN).withStepUp()),
    SIGNING_KEY_ROTATE(Grant.people(Role.ADMIN).withStepUp()),
    ENCRYPTION_KEY_READ(Grant.people(Role.ADMIN, Role.AUDITOR)),
    ENCRYPTION_KEY_ROTATE(Grant.people(Role.ADMIN).withStepUp()),

    AUDIT_READ(Grant.people(Role.AUDITOR, Role.ADMIN)),
    /** What goes wrong in the services. */
    ERROR_READ(Grant.people(Role.OPERATOR, Role.APPROVER, Role.ADMIN, Role.AUDITOR)),
    /** Say that somebody looks after an error, or that it is mended. */
    ERROR_WRITE(Grant.people(Role.OPERATOR, Role.ADMIN)),
    /** The events of one's own teams that a service failed on. */
    SET_ASIDE_READ(Grant.people(Role.OPERATOR, Role.APPROVER, Role.ADMIN, Role.AUDITOR)),
    /** Have them handled, or say that they are not to be. */
    SET_ASIDE_WRITE(Grant.people(Role.OPERATOR, Role.ADMIN)),
    /** Which service calls what, and how that goes. */
    SERVICE_MAP_READ(Grant.everyPerson()),
    PROFILING_READ(Grant.people(Role.ADMIN)),
    /** Have a service record what it does, and fetch the recording. */
    PROFILING_WRITE(Grant.people(Role.ADMIN).withStepUp()),
    /** The raw feed of a service's events, of all teams. */
    EVENT_READ(Grant.people(Role.AUDITOR).andAnyService()),
    /** The measurements and build information of a service. */
    OPERATIONS_READ(Grant.people(Role.ADMIN).andAnyService().andServices("swen-prometheus")),
    API_DESCRIPTION_READ(Grant.everyone());

    /** Programs that watch the platform and sign in as its services do; what is for any service is not for them. */
    private static final Set<String> WATCHERS = Set.of("swen-prometheus", "swen-alertmanager");

    private final Grant grant;

    Permission(Grant grant) {
        this.grant = grant;
    }

    /** The roles of people and keys that have it. */
    public Set<Role> roles() {
        return grant.roles();
    }

    /** Whether a service may make use of it, by its client id. */
    public boolean isGrantedToService(String clientId) {
        return grant.services().contains(clientId) || (grant.anyService() && !WATCHERS.contains(clientId));
    }

    /** The client ids of the services that have it; {@code *} is every service of the platform. */
    public Set<String> services() {
        return grant.anyService() ? Set.of("*") : grant.services();
    }

    /** Whether a caller has it, leaving aside how fresh a person's second factor is. */
    public boolean isGrantedTo(Actor actor) {
        return actor.has(Role.SERVICE)
                ? isGrantedToService(actor.name())
                : !Collections.disjoint(actor.roles(), roles());
    }

    /** Whether a person has to have shown a second factor a short while ago. */
    public boolean needsStepUp() {
        return grant.stepUp();
    }

    private record Grant(Set<Role> roles, Set<String> services, boolean anyService, boolean stepUp) {

        Grant {
            roles = Collections.unmodifiableSet(roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles));
            services = Set.copyOf(services);
        }

        static Grant everyone() {
            return everyPerson().andAnyService();
        }

        static Grant everyPerson() {
            return new Grant(EnumSet.complementOf(EnumSet.of(Role.SERVICE)), Set.of(), false, false);
        }

        static Grant people(Role... roles) {
            return new Grant(EnumSet.copyOf(Arrays.asList(roles)), Set.of(), false, false);
        }

        static Grant services(String... clientIds) {
            return new Grant(Set.of(), Set.of(clientIds), false, false);
        }

        Grant andServices(String... clientIds) {
            return new Grant(roles, Set.of(clientIds), anyService, stepUp);
        }

        Grant andAnyService() {
            return new Grant(roles, services, true, stepUp);
        }

        Grant withStepUp() {
            return new Grant(roles, services, anyService, true);
        }
    }
}
