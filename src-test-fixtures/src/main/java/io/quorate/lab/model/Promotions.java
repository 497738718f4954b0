package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.PromotionState.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How hosts become domain controllers: set up, restarted, synchronised, sharing. */
public final class Promotions {
    private static final Duration SYNCHRONISES = Duration.ofSeconds(60);
    private static final Duration SHARES = Duration.ofSeconds(90);
    private static final int PROCESS = 7_004;
    private static final int DOMAIN_PROFILE = 2;

    private final Estate estate;
    private final World world;
    private final List<Account> users;

    Promotions(Estate estate, List<Account> users) {
        this.estate = estate;
        this.world = estate.world();
        this.users = List.copyOf(users);
    }

    private String name(String host) {
        return estate.host(host).name();
    }

    /** Finds how far a host is that somebody promotes or promoted. */
    public Optional<PromotionState> of(String host) {
        return world.find(PromotionState.key(name(host)));
    }

    /** Tells whether a host became a controller by promotion: its local accounts are gone. */
    boolean promoted(String host) {
        return of(host).map(PromotionState::phase)
                .filter(Phase.CONTROLLER::equals)
                .isPresent();
    }

    List<String> users() {
        return users.stream().map(Account::user).toList();
    }

    /** Tells whether a password is that of a user of the domain. */
    public boolean isUser(String user, char[] password) {
        for (Account account : users) {
            if (account.user().equalsIgnoreCase(user)) {
                char[] right = account.password().reveal();
                boolean same = Arrays.equals(right, password);
                Arrays.fill(right, '\0');
                return same;
            }
        }
        return false;
    }

    private void put(String host, Phase phase) {
        String name = name(host);
        world.put(
                PromotionState.key(name),
                new PromotionState(
                        name,
                        phase,
                        world.get(HostState.key(name)).boots(),
                        world.time().now()));
    }

    /** Begins to set a host's directory up, inside a change. */
    public void begin(String host) {
        put(host, Phase.UNDER_WAY);
    }

    /** Takes back what was begun and not ended, inside a change. */
    public void undo(String host) {
        of(host).filter(one -> one.phase() == Phase.UNDER_WAY)
                .ifPresent(one -> world.remove(PromotionState.key(one.host())));
    }

    /** Has set a host's directory up, inside a change. */
    public void complete(String host) {
        put(host, Phase.RESTART_PENDING);
    }

    /** Makes controllers of those that were restarted, inside a change. */
    void follow() {
        for (PromotionState one : world.all(PromotionState.class)) {
            boolean restarted = world.get(HostState.key(one.host())).boots() > one.boots();
            if (one.phase() == Phase.RESTART_PENDING && restarted && estate.power(one.host()) == Power.UP) {
                put(one.host(), Phase.CONTROLLER);
                estate.directory().add(one.host(), address(one.host()));
            }
        }
    }

    private String address(String host) {
        return estate.gear(host).nics().stream()
                .filter(nic -> nic.profile() == DOMAIN_PROFILE)
                .flatMap(nic -> nic.addresses().stream())
                .map(one -> one.substring(0, one.indexOf('/')))
                .findFirst()
                .orElse("10.0.1.254");
    }

    private boolean longer(String host, Duration than) {
        return of(host).filter(one -> world.time().now().minus(one.since()).compareTo(than) < 0)
                .isEmpty();
    }

    /** Tells whether a controller has finished its first synchronisation. */
    public boolean synchronised(String controller) {
        return longer(controller, SYNCHRONISES);
    }

    /** Tells whether a host shares SYSVOL and NETLOGON. */
    public boolean shares(String host) {
        return estate.directory().controller(name(host)).isPresent() && longer(host, SHARES);
    }

    /** Returns the directory's service of a host that has the role's files; it runs on controllers. */
    Optional<HostService> service(String host) {
        boolean controller = estate.directory().controller(name(host)).isPresent();
        return controller || estate.gear(host).installed("AD-Domain-Services")
                ? Optional.of(new Service(controller, controller || of(host).isPresent()))
                : Optional.empty();
    }

    private record Service(boolean running, boolean enabled) implements HostService {
        @Override
        public String name() {
            return "NTDS";
        }

        @Override
        public String display() {
            return "Active Directory Domain Services";
        }

        @Override
        public int startType() {
            return enabled ? AUTOMATIC : DISABLED;
        }

        @Override
        public long process() {
            return PROCESS;
        }
    }
}
