package io.swen.gitops.terraform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Terraform is run.
 *
 * @param executable the CLI, found on the PATH where it is no path
 * @param directory where the working folders of runs are made and removed
 * @param prepareTimeout of {@code init}, {@code validate} and {@code plan}; wall time
 * @param applyTimeout of {@code apply}; wall time
 * @param interruptGrace how long an interrupted Terraform may take to write its state before it is killed; wall time
 * @param passEnvironment names of the service's own environment variables that Terraform may see, such as those by which a
 *     provider finds its credentials; nothing else is passed on
 * @param environment variables of the environment that only Terraform gets, such as {@code TF_CLI_CONFIG_FILE}
 * @param variables of the root module by environment and name; each is treated as secret, and set by {@code TF_VAR_}
 * @param backendAddress where Terraform finds this service; null for its own port on the loopback address
 * @param keptVersions how many versions of a state are kept
 * @param largestCheckout bytes of all files of a root module and its modules together
 * @param mostFiles files of them
 */
@Validated
@ConfigurationProperties("swen.gitops.terraform")
record TerraformProperties(
        @DefaultValue("terraform") String executable,
        @DefaultValue(".swen/terraform") Path directory,
        @DefaultValue("10m") Duration prepareTimeout,
        @DefaultValue("60m") Duration applyTimeout,
        @DefaultValue("60s") Duration interruptGrace,

        @DefaultValue({
            "AWS_REGION",
            "AWS_PROFILE",
            "AWS_ROLE_ARN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "ALIBABA_CLOUD_ROLE_ARN",
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
            "TF_CLI_CONFIG_FILE",
            "TF_PLUGIN_CACHE_DIR",
            "TERRAFORM_PRETEND_CLOUD"
        })
        Set<String> passEnvironment,

        @DefaultValue Map<String, String> environment,
        @DefaultValue Map<String, Map<String, String>> variables,
        @Nullable URI backendAddress,
        @DefaultValue("50") int keptVersions,
        @DefaultValue("8388608") long largestCheckout,
        @DefaultValue("1000") int mostFiles) {

    TerraformProperties {
        if (keptVersions < 2) {
            throw new IllegalArgumentException(
                    "swen.gitops.terraform.kept-versions must be 2 or more: " + keptVersions);
        }
        passEnvironment = Set.copyOf(passEnvironment);
        environment = Map.copyOf(environment);
        variables = Map.copyOf(variables);
    }

    Map<String, String> variablesOf(String environment) {
        return variables.getOrDefault(environment, Map.of());
    }
}
