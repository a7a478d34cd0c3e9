package io.swen.gitops.repository;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the environment repository is.
 *
 * @param directory folder of the bare repositories
 * @param staleLockAge a ref lock file this old was left by a process that died
 */
@Validated
@ConfigurationProperties("swen.gitops.repository")
record RepositoryProperties(
        Path directory, @DefaultValue("10s") Duration staleLockAge) {}
