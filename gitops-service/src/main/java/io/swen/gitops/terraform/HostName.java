package io.swen.gitops.terraform;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of the machine, or pod, that this runs on. */
final class HostName {

    private HostName() {}

    static String get() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("this machine does not know its own name", e);
        }
    }
}
