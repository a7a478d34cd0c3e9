package io.swen.gitops.deploy;

import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.DesiredState;
import java.util.UUID;

/** What is to be deployed, as it stands in the repository. */
public record DeploymentRequest(UUID changeId, String team, String environment, Author author, DesiredState desired) {}
