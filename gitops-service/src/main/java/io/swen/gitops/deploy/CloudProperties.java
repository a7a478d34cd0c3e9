package io.swen.gitops.deploy;

import io.swen.gitops.contract.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the clouds are reached. Credentials come from each SDK's own provider chain.
 *
 * @param simulated label what the clouds answer as simulated
 * @param callTimeout of one attempt of one call
 * @param callAttempts of one call, with growing pauses
 * @param observeEvery wall time between two looks at what runs
 * @param orphansEvery wall time between two looks for instances that nobody knows
 * @param settle how long a cloud may take to list what it launched; until then, not listed does not mean not there
 * @param missesUntilLost looks in a row that do not find an instance before it counts as lost
 */
@Validated
@ConfigurationProperties("swen.gitops.clouds")
record CloudProperties(
        @DefaultValue("false") boolean simulated,
        @DefaultValue("10s") Duration callTimeout,
        @DefaultValue("4") int callAttempts,
        @DefaultValue("2s") Duration observeEvery,
        @DefaultValue("60s") Duration orphansEvery,
        @DefaultValue("30s") Duration settle,
        @DefaultValue("3") int missesUntilLost,
        @DefaultValue Aws aws,
        @DefaultValue Alibaba alibaba) {

    /** A network in a region. */
    record Network(
            @Nullable String subnetId,
            @Nullable String vSwitchId,
            @Nullable String securityGroupId) {}

    /**
     * How fast an account may launch instances in a region.
     *
     * @param atOnce in one go after a rest
     * @param perSecond on and on
     */
    record LaunchRate(int atOnce, double perSecond) {

        LaunchRate {
            if (atOnce < 1 || !(perSecond > 0 && perSecond <= 1_000)) {
                throw new IllegalArgumentException("swen.gitops.clouds: launches-at-once is at least 1 and"
                        + " launches-per-second above 0 and at most 1000, not " + atOnce + " and " + perSecond);
            }
        }
    }

    CloudProperties {
        launches(Provider.AWS, aws, alibaba);
        launches(Provider.ALIBABA, aws, alibaba);
    }

    /** What all instances of this service together may launch in a region of the provider. */
    LaunchRate launches(Provider provider) {
        return launches(provider, aws, alibaba);
    }

    private static LaunchRate launches(Provider provider, Aws aws, Alibaba alibaba) {
        return switch (provider) {
            case AWS -> new LaunchRate(aws.launchesAtOnce(), aws.launchesPerSecond());
            case ALIBABA -> new LaunchRate(alibaba.launchesAtOnce(), alibaba.launchesPerSecond());
        };
    }

    /**
     * @param endpoint null for the real cloud
     * @param launchesAtOnce EC2's published default for RunInstances: a bucket of 5
     * @param launchesPerSecond that gets 2 a second back
     * @param networks by region such as {@code us-east-1}; needed on the real cloud where there is no default VPC
     */
    record Aws(
            @Nullable URI endpoint,

            @DefaultValue("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")
            String imageAmd64,

            @DefaultValue("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")
            String imageArm64,

            @Nullable String instanceProfile,
            @DefaultValue("5") int launchesAtOnce,
            @DefaultValue("2") double launchesPerSecond,
            @DefaultValue Map<String, Network> networks) {}

    /**
     * @param endpoint null for the real cloud
     * @param launchesAtOnce ECS limits RunInstances by the minute: a burst of 20
     * @param launchesPerSecond and 4 a second of it
     * @param networks by region such as {@code cn-hangzhou}; the real cloud needs vSwitch and security group
     */
    record Alibaba(
            @Nullable URI endpoint,

            @DefaultValue("acs:alibaba_cloud_linux_3_2104_lts_x64")
            String imageAmd64,

            @DefaultValue("acs:alibaba_cloud_linux_3_2104_lts_arm64")
            String imageArm64,

            @Nullable String ramRole,
            @DefaultValue("20") int launchesAtOnce,
            @DefaultValue("4") double launchesPerSecond,
            @DefaultValue Map<String, Network> networks) {}
}
