package io.quorate.doctor;

import io.quorate.host.HostSystem;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session on a Windows host is good for. Each answer stands for itself: what the account may not read is untold, and the others are not.
 *
 * @param login the log-in in force, as whom, and why it is that one
 * @param configuration the session configuration it was opened by
 * @param powerShell the version of PowerShell behind it
 * @param protocol the version of the remoting protocol both sides agreed on
 * @param language Windows' word: {@code FullLanguage}, {@code ConstrainedLanguage}, {@code RestrictedLanguage} or {@code NoLanguage}
 * @param policy which scripts may run
 * @param system its Windows
 * @param modules versions of the modules it has, by name; of those that Quorate uses
 * @param services states of the services that tell what a host is for, by name
 * @param cluster the name of the cluster it is a node of; empty if it is none
 * @param administrator whether the account is an administrator, by what was answered and what refused
 * @param hop who may go on to another machine from here
 * @param quotas WinRM's limits, by name
 * @param clock its clock beside ours
 * @param roundTrip how long the shortest command takes: the median of a few
 */
public record SessionPicture(
        String login,
        String configuration,
        Told<String> powerShell,
        Told<String> protocol,
        Told<String> language,
        Told<ScriptPolicy> policy,
        Told<HostSystem> system,
        Told<Map<String, String>> modules,
        Told<Map<String, ServiceLook>> services,
        Told<String> cluster,
        Told<Boolean> administrator,
        Told<Hop> hop,
        Told<Map<String, Long>> quotas,
        Told<Skew> clock,
        Told<Duration> roundTrip) {
    public SessionPicture {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(configuration, "configuration");
        modules = modules.map(all -> Collections.unmodifiableMap(new TreeMap<>(all)));
        services = services.map(all -> Collections.unmodifiableMap(new TreeMap<>(all)));
        quotas = quotas.map(all -> Collections.unmodifiableMap(new TreeMap<>(all)));
    }

    /**
     * Which scripts may run, modules made of scripts included.
     *
     * @param policy Windows' word, e.g. {@code RemoteSigned}
     * @param source who set it
     */
    public record ScriptPolicy(String policy, Source source) {
        public ScriptPolicy {
            Objects.requireNonNull(policy, "policy");
            Objects.requireNonNull(source, "source");
        }

        /** Who set the policy. */
        public enum Source {
            /** A group policy, for the machine or the user. */
            GROUP_POLICY,
            /** The account itself. */
            USER,
            /** The machine's own setting. */
            MACHINE,
            /** Nobody: it is what this Windows comes with. */
            WINDOWS
        }
    }

    /**
     * A service.
     *
     * @param running whether it runs
     * @param disabled whether it is not to start
     */
    public record ServiceLook(boolean running, boolean disabled) {}

    /**
     * The second hop, as far as it can be read.
     *
     * @param delegated the session configuration that the endpoint names for commands that act on another machine; null if it names none
     * @param lends whether the log-in hands the host what it needs for another machine (CredSSP), or the endpoint has a way of its own there
     * @param credSsp whether the host takes CredSSP
     * @param runAs accounts by session configuration, of those besides Windows' own; empty where it runs as whoever logs in, as far as can be
     *     read
     */
    public record Hop(@Nullable String delegated, boolean lends, Told<Boolean> credSsp, Map<String, String> runAs) {
        public Hop {
            runAs = Collections.unmodifiableMap(new TreeMap<>(runAs));
        }

        /** Returns the configurations besides Windows' own. */
        public List<String> ways() {
            return List.copyOf(runAs.keySet());
        }
    }

    /**
     * A clock beside ours.
     *
     * @param ahead by how much it is ahead; negative if it is behind
     * @param within how far off that can be: half of what the question took
     */
    public record Skew(Duration ahead, Duration within) {
        public Skew {
            Objects.requireNonNull(ahead, "ahead");
            Objects.requireNonNull(within, "within");
        }
    }
}
