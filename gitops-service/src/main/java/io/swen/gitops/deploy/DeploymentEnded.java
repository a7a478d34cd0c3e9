package io.swen.gitops.deploy;

/** Told within this service when a deployment was lost or removed, in the transaction that stores it. */
public record DeploymentEnded(Deployment deployment) {}
