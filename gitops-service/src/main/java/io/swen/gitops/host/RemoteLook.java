package io.swen.gitops.host;

/** Has the remote looked at sooner than by schedule. */
public interface RemoteLook {

    /** Returns at once; any number of calls before the next look are one. */
    void soon();
}
