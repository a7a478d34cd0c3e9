package io.swen.simulator.aws;

/** Who called, and which region and service the signature is for. */
record Caller(String accessKeyId, String account, String region, String service) {}
