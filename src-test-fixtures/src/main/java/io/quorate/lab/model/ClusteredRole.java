package io.quorate.lab.model;

import java.util.List;
import java.util.Map;

/** What stands behind the resources of a group that is neither the cluster's own nor a virtual machine's. */
public interface ClusteredRole {

    /**
     * A resource as it is made.
     *
     * @param name its name
     * @param type its type
     * @param disk id of the disk behind it; empty for none
     * @param needs names of those before it that must be online first
     * @param properties private properties; numbers are {@code Long}
     */
    record Part(
            String name, ResourceState.Type type, String disk, List<String> needs, Map<String, Object> properties) {}

    /** Returns the names of the nodes that may own it. */
    List<String> owners();

    /** Tells that a node owns it from now on; nothing of it runs. */
    void owned(String node);

    /** Starts what a resource stands for on the owning node, and says when it runs. */
    void start(ResourceState resource, Runnable runs);

    /** Stops what a resource stands for. */
    void stop(ResourceState resource);
}
