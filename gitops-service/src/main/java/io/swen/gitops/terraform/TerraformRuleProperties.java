package io.swen.gitops.terraform;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What Terraform code and its plans are held against.
 *
 * @param providers that may be used, as every provider is a program that runs here
 * @param plan what a finding of each rule leads to; deny for those not named
 */
@ConfigurationProperties("swen.gitops.terraform.rules")
record TerraformRuleProperties(
        @DefaultValue({
            "hashicorp/aws",
            "aliyun/alicloud",
            "hashicorp/kubernetes",
            "hashicorp/null",
            "hashicorp/random",
            "hashicorp/time",
            "hashicorp/tls"
        })
        Set<String> providers,

        @DefaultValue Map<PlanRule, PlanRule.Severity> plan) {

    TerraformRuleProperties {
        providers = Set.copyOf(providers);
        plan = Map.copyOf(plan);
    }

    PlanRule.Severity severity(PlanRule rule) {
        return plan.getOrDefault(rule, PlanRule.Severity.DENY);
    }
}
