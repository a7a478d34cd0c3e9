package io.swen.telemetry;

import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Starts instances in the simulated clouds, as a user of theirs would. */
public final class TestFleet {

    private TestFleet() {}

    /** Starts a spot instance and returns its id. */
    public static String spotOnAws(URI endpoint, String region, String type, Map<String, String> tags) {
        try (Ec2Client ec2 = Ec2Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .build()) {
            return ec2.runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(type)
                            .minCount(1)
                            .maxCount(1)
                            .instanceMarketOptions(market -> market.marketType("spot"))
                            .tagSpecifications(specification -> specification
                                    .resourceType(ResourceType.INSTANCE)
                                    .tags(tags.entrySet().stream()
                                            .map(tag -> Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                            .toList())))
                    .instances()
                    .getFirst()
                    .instanceId();
        }
    }

    /** Starts a spot instance and returns its id. */
    public static String spotOnAlibaba(URI endpoint, String region, String type, Map<String, String> tags)
            throws ClientException {
        RunInstancesRequest request = new RunInstancesRequest();
        request.setSysEndpoint(endpoint.getAuthority());
        request.setSysProtocol(ProtocolType.HTTP);
        request.setSysRegionId(region);
        request.setImageId("ubuntu_24_04_x64_20G_alibase_20260101.vhd");
        request.setInstanceType(type);
        request.setSpotStrategy("SpotAsPriceGo");
        request.setSecurityGroupId("sg-bp1test");
        request.setVSwitchId("vsw-bp1test");
        request.setAmount(1);
        request.setTags(tags.entrySet().stream()
                .map(tag -> {
                    RunInstancesRequest.Tag one = new RunInstancesRequest.Tag();
                    one.setKey(tag.getKey());
                    one.setValue(tag.getValue());
                    return one;
                })
                .toList());
        DefaultAcsClient client =
                new DefaultAcsClient(DefaultProfile.getProfile(region), new DefaultCredentialsProvider());
        try {
            return client.getAcsResponse(request).getInstanceIdSets().getFirst();
        } finally {
            client.shutdown();
        }
    }
}
