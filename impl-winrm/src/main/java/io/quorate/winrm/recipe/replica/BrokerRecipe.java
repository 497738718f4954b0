package io.quorate.winrm.recipe.replica;

import io.quorate.cluster.ResourceState;
import io.quorate.replica.ReplicaBroker;
import io.quorate.replica.command.CreateBroker;
import io.quorate.replica.command.FindBroker;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the replica broker, each step only where it is missing, and judges by the broker's resource: its group may be online without it. The
 * name of the resource type is the same in every language.
 */
final class BrokerRecipe extends Changing<CreateBroker, List<BrokerRecipe.Resource>, ReplicaBroker> {
    static final String BROKER = "Virtual Machine Replication Broker";
    static final String NETWORK_NAME = "Network Name";
    private static final String RESOURCE_MARK = "ResourceType";
    private static final String PARAMETER_MARK = "ClusterObject";
    private static final Words STATE = Words.of(0, "Inherited")
            .and(1, "Initializing")
            .and(2, "Online")
            .and(3, "Offline")
            .and(4, "Failed")
            .and(128, "Pending")
            .and(129, "OnlinePending")
            .and(130, "OfflinePending")
            .and(-1, "Unknown");

    /**
     * A resource.
     *
     * @param dns of a network name its name in the network; empty of others
     */
    record Resource(String name, String type, String group, ResourceState state, String owner, String dns) {}

    static Reading<FindBroker, Optional<ReplicaBroker>> reading() {
        return new Reading<>(FindBroker.class, message(), (command, output) -> broker(decode(output)));
    }

    static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_CLUSTER_RESOURCE
                        .line()
                        .select(List.of("Name", RESOURCE_MARK, "OwnerGroup", "State", "OwnerNode")),
                Line.statement(
                        Cmdlet.GET_CLUSTER_RESOURCE.line(),
                        Line.where("IsNetworkClassResource", PsValue.bool(true)),
                        Cmdlet.GET_CLUSTER_PARAMETER.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", List.of(PARAMETER_MARK, "Name", "Value"))));
    }

    static List<Resource> decode(List<PsValue> output) {
        List<Decode> parameters = Decode.all(
                output, PARAMETER_MARK, List.of(RESOURCE_MARK), value -> Decode.of(value, "cluster parameter"));
        return Decode.all(output, RESOURCE_MARK, List.of(PARAMETER_MARK), value -> {
            Decode from = Decode.of(value, "cluster resource");
            String name = from.text("Name");
            return new Resource(
                    name,
                    from.nameOrEmpty(RESOURCE_MARK),
                    from.nameOrEmpty("OwnerGroup"),
                    ResourceState.of(from.wordOr("State", STATE, "Unknown")),
                    from.nameOrEmpty("OwnerNode"),
                    dns(name, parameters));
        });
    }

    private static String dns(String resource, List<Decode> parameters) {
        String dns = "";
        for (Decode one : parameters) {
            if (one.nameOrEmpty(PARAMETER_MARK).equalsIgnoreCase(resource)) {
                String parameter = one.textOrEmpty("Name");
                if (parameter.equalsIgnoreCase("DnsName") || dns.isEmpty() && parameter.equalsIgnoreCase("Name")) {
                    dns = one.textOrEmpty("Value");
                }
            }
        }
        return dns;
    }

    private static @Nullable Resource brokers(List<Resource> all) {
        return all.stream()
                .filter(one -> one.type().equalsIgnoreCase(BROKER))
                .findFirst()
                .orElse(null);
    }

    static Optional<ReplicaBroker> broker(List<Resource> all) {
        return Optional.ofNullable(brokers(all)).map(one -> {
            String name = all.stream()
                    .filter(other -> other.group().equalsIgnoreCase(one.group())
                            && other.type().equalsIgnoreCase(NETWORK_NAME))
                    .map(other -> other.dns().isEmpty() ? other.name() : other.dns())
                    .findFirst()
                    .orElse("");
            return new ReplicaBroker(name, one.group(), one.state(), one.owner());
        });
    }

    @Override
    public Class<CreateBroker> handles() {
        return CreateBroker.class;
    }

    @Override
    protected List<Resource> read(CreateBroker command, WindowsHost host) {
        return decode(host.powerShell().run(message()));
    }

    @Override
    protected Observation<ReplicaBroker> done(CreateBroker command, List<Resource> seen) {
        return Answers.seen(broker(seen).filter(one -> isIt(command, one) && one.isOnline()));
    }

    private static boolean isIt(CreateBroker command, ReplicaBroker one) {
        return one.name().equalsIgnoreCase(command.broker());
    }

    @Override
    protected void refuse(CreateBroker command, List<Resource> seen) {
        broker(seen).filter(one -> !isIt(command, one)).ifPresent(one -> {
            throw Answers.conflict(
                    "the cluster has the broker " + one.name() + " already, and can have one only",
                    "use that one: its resource is " + one.state());
        });
    }

    @Override
    protected List<PipelineStep> change(CreateBroker command, List<Resource> seen) {
        return missing(command, seen).stream()
                .flatMap(message -> PipelineStep.of(message).stream())
                .toList();
    }

    @Override
    protected List<Resource> unseen(CreateBroker command) {
        return List.of();
    }

    /** Finds the client access point of a name. */
    static @Nullable Resource access(String name, List<Resource> seen) {
        return seen.stream()
                .filter(one -> one.type().equalsIgnoreCase(NETWORK_NAME)
                        && (one.dns().equalsIgnoreCase(name) || one.name().equalsIgnoreCase(name)))
                .findFirst()
                .orElse(null);
    }

    private static List<PsPipeline> missing(CreateBroker command, List<Resource> seen) {
        Resource access = access(command.broker(), seen);
        Resource broker = brokers(seen);
        String group = access == null ? command.broker() : access.group();
        List<PsPipeline> messages = new ArrayList<>();
        if (access == null) {
            Line role = Cmdlet.ADD_CLUSTER_SERVER_ROLE.line().with("Name", command.broker());
            messages.add(Line.message(Line.statement(
                    command.addresses().isEmpty() ? role : role.with("StaticAddress", command.addresses()))));
        }
        if (broker == null) {
            messages.add(Line.message(Line.statement(Cmdlet.ADD_CLUSTER_RESOURCE
                    .line()
                    .with("Name", BROKER)
                    .with("ResourceType", BROKER)
                    .with("Group", group))));
        }
        messages.add(Line.message(Line.statement(Cmdlet.ADD_CLUSTER_RESOURCE_DEPENDENCY
                .line()
                .with("Resource", broker == null ? BROKER : broker.name())
                .with("Provider", access == null ? command.broker() : access.name()))));
        messages.add(Line.message(Line.statement(
                Cmdlet.START_CLUSTER_GROUP.line().with("Name", broker == null ? group : broker.group()))));
        return messages;
    }

    /** That one needs the other may be so already, which Windows refuses then: only the end tells. */
    @Override
    protected ReplicaBroker carryOut(CreateBroker command, List<Resource> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = null;
        for (PsPipeline message : missing(command, seen)) {
            Fault one = Answers.attempt(shell, message);
            refusal = refusal == null ? one : refusal;
        }
        ReplicaBroker after = broker(decode(shell.run(message()))).orElse(null);
        if (after == null || !isIt(command, after) || !after.isOnline()) {
            throw Answers.failed(
                    refusal, after == null ? "there is no broker" : "the broker's resource is " + after.state());
        }
        return after;
    }
}
