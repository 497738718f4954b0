"""Judges a served lab's appliance with a client that knows nothing of this project: OpenStack Cinder's own NexentaStor 5 iSCSI driver.

Run by .ci/check-cinder with Debian's python3-cinder: `cinder_ns5.py lab.json`, where the file is the line that the lab prints when it is
served. Every step is looked at from outside the driver, too. Prints a table and ends at the first step that comes out otherwise than expected.
"""

import json
import os
import ssl
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

LAB = json.load(open(sys.argv[1], encoding="utf-8"))
NEF = urllib.parse.urlparse(LAB["nef"]["url"])
os.environ["REQUESTS_CA_BUNDLE"] = LAB["ca"]

from cinder import coordination  # noqa: E402
from cinder.volume import configuration  # noqa: E402
from cinder.volume.drivers.nexenta import options  # noqa: E402
from cinder.volume.drivers.nexenta.ns5 import iscsi, jsonrpc  # noqa: E402
from oslo_config import cfg  # noqa: E402

GIB = 1 << 30
GROUP = "tank/cinder"
PORTALS = ["10.0.0.5:3260", "10.0.1.5:3260"]
NODE1 = {"initiator": "iqn.1991-05.com.microsoft:hv1.lab.example", "host": "hv1", "ip": "10.0.0.11"}
NODE2 = {"initiator": "iqn.1991-05.com.microsoft:hv2.lab.example", "host": "hv2", "ip": "10.0.0.12"}
FAILED = []


class Outside:
    """What is really there, by requests of our own; each with a token of its own, and another if that has died on the way."""

    context = ssl.create_default_context(cafile=LAB["ca"])

    def call(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(LAB["nef"]["url"] + path, data, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context))
        with opener.open(request, timeout=20) as response:
            text = response.read()
            return response.status, json.loads(text) if text else None

    def authorised(self, method, path, body=None):
        login = {"username": LAB["nef"]["username"], "password": LAB["nef"]["password"]}
        for left in range(19, -1, -1):
            token = self.call("POST", "/auth/login", login)[1]["token"]
            try:
                return self.call(method, path, body, token)
            except urllib.error.HTTPError as refused:
                if refused.code != 401 or left == 0:
                    raise

    def items(self, collection, **filters):
        return self.authorised("GET", "/%s?%s" % (collection, urllib.parse.urlencode(filters)))[1]["data"]

    def volume(self, name):
        found = self.items("storage/volumes", path="%s/%s" % (GROUP, name))
        return found[0] if found else None

    def size(self, name):
        return self.volume(name)["volumeSize"] // GIB

    def names(self, collection, parent):
        return sorted(item["name"] for item in self.items(collection, parent=parent))

    def mappings(self, name):
        return self.items("san/lunMappings", volume="%s/%s" % (GROUP, name))

    def change(self, path, body):
        status, answer = self.authorised("POST", path, body)
        while status == 202:
            monitor = [link["href"] for link in answer["links"] if link["rel"] == "monitor"][0]
            time.sleep(0.1)
            status, answer = self.authorised("GET", monitor)


OUTSIDE = Outside()


def driver():
    conf = configuration.Configuration(options.NEXENTA_CONNECTION_OPTS, config_group="ns5")
    for group in (options.NEXENTA_ISCSI_OPTS, options.NEXENTA_DATASET_OPTS):
        conf.append_config_values(group)
    settings = {
        "nexenta_host": "10.0.0.5",
        "nexenta_rest_address": NEF.hostname,
        "nexenta_rest_port": NEF.port,
        "nexenta_user": LAB["nef"]["username"],
        "nexenta_password": LAB["nef"]["password"],
        "nexenta_rest_connect_timeout": 5,
        "nexenta_rest_read_timeout": 10,
        "nexenta_rest_backoff_factor": 0,  # it waits whole seconds, or not at all
        "nexenta_volume": "tank",
        "nexenta_volume_group": "cinder",
        "nexenta_iscsi_target_portals": ",".join(PORTALS),
        "nexenta_dataset_compression": "lz4",
    }
    made = iscsi.NexentaISCSIDriver(configuration=conf)
    for name, value in settings.items():
        cfg.CONF.set_override(name, value, group="ns5")
    cfg.CONF.set_override("driver_ssl_cert_verify", True, group="ns5")
    made = iscsi.NexentaISCSIDriver(configuration=conf)
    made.do_setup(None)
    made.check_for_setup_error()
    return made


def volume(name, size):
    return {"id": "id-" + name, "name": name, "size": size, "volume_attachment": []}


def snapshot(name, of, size):
    return {"id": "id-" + name, "name": name, "volume_name": of, "volume_id": "id-" + of, "volume_size": size}


def refused(code, call):
    try:
        call()
    except jsonrpc.NefException as error:
        assert error.code == code, "refused with %s, not %s" % (error.code, code)
        return
    raise AssertionError("not refused with %s" % code)


def equal(seen, wanted):
    assert seen == wanted, "%r, not %r" % (seen, wanted)


class Steps:
    """In the order in which they are written."""

    def setup_makes_the_volume_group(self):
        equal(OUTSIDE.items("storage/volumeGroups", path=GROUP), [])
        self.driver = driver()
        equal(len(OUTSIDE.items("storage/volumeGroups", path=GROUP)), 1)

    def setup_again_finds_it(self):
        guid = OUTSIDE.items("storage/volumeGroups", path=GROUP)[0]["guid"]
        self.driver = driver()
        equal(OUTSIDE.items("storage/volumeGroups", path=GROUP)[0]["guid"], guid)

    def create(self):
        self.driver.create_volume(volume("v1", 2))
        made = OUTSIDE.volume("v1")
        equal((made["volumeSize"], made["referencedReservationSize"]), (2 * GIB, 2 * GIB))
        equal((made["volumeBlockSize"], made["compressionMode"]), (32768, "lz4"))

    def create_what_exists_is_taken_as_done(self):
        guid = OUTSIDE.volume("v1")["guid"]
        self.driver.create_volume(volume("v1", 2))
        equal(OUTSIDE.volume("v1")["guid"], guid)

    def extend(self):
        self.driver.extend_volume(volume("v1", 2), 4)
        equal(OUTSIDE.size("v1"), 4)

    def shrink_is_refused(self):
        refused("EINVAL", lambda: self.driver.extend_volume(volume("v1", 4), 1))
        equal(OUTSIDE.size("v1"), 4)

    def take_snapshot(self):
        self.driver.create_snapshot(snapshot("s1", "v1", 4))
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v1"), ["s1"])

    def snapshot_that_exists_is_taken_as_done(self):
        self.driver.create_snapshot(snapshot("s1", "v1", 4))
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v1"), ["s1"])

    def snapshot_of_what_is_missing_is_refused(self):
        refused("ENOENT", lambda: self.driver.create_snapshot(snapshot("s1", "nothing", 1)))

    def clone_of_a_snapshot(self):
        self.driver.create_volume_from_snapshot(volume("v2", 4), snapshot("s1", "v1", 4))
        equal((OUTSIDE.size("v2"), OUTSIDE.volume("v2")["originalSnapshot"]), (4, GROUP + "/v1@s1"))

    def clone_that_grows(self):
        self.driver.create_volume_from_snapshot(volume("v3", 6), snapshot("s1", "v1", 4))
        equal(OUTSIDE.size("v3"), 6)

    def clone_of_a_volume(self):
        self.driver.create_cloned_volume(volume("v4", 4), volume("v1", 4))
        equal(OUTSIDE.size("v4"), 4)
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v1"), ["origin-snapshot-id-v4", "s1"])

    def revert_takes_the_size_back(self):
        self.driver.create_volume(volume("v5", 2))
        self.driver.create_snapshot(snapshot("s5", "v5", 2))
        self.driver.extend_volume(volume("v5", 2), 3)
        self.driver.revert_to_snapshot(None, volume("v5", 3), snapshot("s5", "v5", 2))
        equal(OUTSIDE.size("v5"), 2)

    def revert_past_newer_snapshots_is_refused(self):
        refused("EEXIST", lambda: self.driver.revert_to_snapshot(None, volume("v1", 4), snapshot("s1", "v1", 4)))

    def publish(self):
        seen = self.driver.initialize_connection(volume("v1", 4), NODE1)["data"]
        (mapping,) = OUTSIDE.mappings("v1")
        equal(seen["target_lun"], mapping["lun"])
        assert seen["target_portal"] in PORTALS, seen["target_portal"]
        (host_group,) = OUTSIDE.items("san/hostgroups", name=mapping["hostGroup"])
        equal(host_group["members"], [NODE1["initiator"]])
        (target_group,) = OUTSIDE.items("san/targetgroups", name=mapping["targetGroup"])
        equal(target_group["members"], [seen["target_iqn"]])
        (target,) = OUTSIDE.items("san/iscsi/targets", name=seen["target_iqn"])
        equal(["%(address)s:%(port)d" % portal for portal in target["portals"]], PORTALS)
        (unit,) = OUTSIDE.items("san/logicalUnits", volume=GROUP + "/v1")
        equal((len(unit["guid"]), unit["writebackCacheDisabled"]), (32, False))
        self.published = (seen["target_iqn"], seen["target_lun"], mapping["id"])

    def publish_again_changes_nothing(self):
        seen = self.driver.initialize_connection(volume("v1", 4), NODE1)["data"]
        (mapping,) = OUTSIDE.mappings("v1")
        equal((seen["target_iqn"], seen["target_lun"], mapping["id"]), self.published)

    def publish_to_a_second_node(self):
        seen = self.driver.initialize_connection(volume("v1", 4), NODE2)["data"]
        equal(seen["target_iqn"], self.published[0])
        mappings = OUTSIDE.mappings("v1")
        equal((len(mappings), len({m["hostGroup"] for m in mappings}), len({m["targetGroup"] for m in mappings})), (2, 2, 1))

    def publish_by_several_paths(self):
        seen = self.driver.initialize_connection(volume("v2", 4), dict(NODE1, multipath=True))["data"]
        (mapping,) = OUTSIDE.mappings("v2")
        equal(sorted(seen["target_portals"]), PORTALS)
        equal(seen["target_luns"], [mapping["lun"]] * 2)
        assert mapping["lun"] != self.published[1], "two volumes on one LUN"

    def stats(self):
        self.driver._update_volume_stats()
        (group,) = OUTSIDE.items("storage/volumeGroups", path=GROUP)
        equal(self.driver._stats["free_capacity_gb"], group["bytesAvailable"] // GIB)
        equal(self.driver._stats["total_capacity_gb"], group["bytesAvailable"] // GIB + group["bytesUsed"] // GIB)

    def manageable_volumes(self):
        listed = self.driver.get_manageable_volumes([volume("v3", 6)], None, 100, 0, ["size"], ["asc"])
        safe = {item["reference"]["source-name"]: item["safe_to_manage"] for item in listed}
        equal(safe, {"v1": False, "v2": False, "v3": False, "v4": True, "v5": True})

    def delete_while_published_is_busy(self):
        refused("EBUSY", lambda: self.driver.delete_volume(volume("v1", 4)))
        equal(OUTSIDE.size("v1"), 4)

    def unpublish_from_one_node(self):
        self.driver.terminate_connection(volume("v1", 4), NODE1)
        equal(len(OUTSIDE.mappings("v1")), 1)

    def unpublish_from_all(self):
        self.driver.terminate_connection(volume("v1", 4), None)
        equal(OUTSIDE.mappings("v1"), [])

    def unpublish_again_changes_nothing(self):
        self.driver.terminate_connection(volume("v1", 4), None)
        equal(OUTSIDE.mappings("v1"), [])

    def delete_with_clones_promotes_the_newest(self):
        self.driver.delete_volume(volume("v1", 4))
        equal(OUTSIDE.names("storage/volumes", GROUP), ["v2", "v3", "v4", "v5"])
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v4"), ["s1"])
        equal(OUTSIDE.volume("v2")["originalSnapshot"], GROUP + "/v4@s1")

    def delete_what_is_missing_is_taken_as_done(self):
        self.driver.delete_volume(volume("v1", 4))
        self.driver.delete_snapshot(snapshot("s1", "v1", 4))

    def delete_a_snapshot_with_clones_waits_for_them(self):
        self.driver.delete_snapshot(snapshot("s1", "v4", 4))
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v4"), ["s1"])
        self.driver.terminate_connection(volume("v2", 4), None)
        self.driver.delete_volume(volume("v2", 4))
        self.driver.delete_volume(volume("v3", 6))
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v4"), [])

    def manage_what_was_there(self):
        OUTSIDE.change("/storage/volumes", {"path": GROUP + "/legacy", "volumeSize": 3 * GIB, "sparseVolume": True})
        reference = {"source-name": "legacy"}
        equal(self.driver.manage_existing_get_size(volume("v6", 3), reference), 3)
        self.driver.manage_existing(volume("v6", 3), reference)
        equal((OUTSIDE.volume("legacy"), OUTSIDE.size("v6")), (None, 3))

    def manage_a_snapshot_that_was_there(self):
        OUTSIDE.change("/storage/snapshots", {"path": GROUP + "/v6@nightly"})
        (found,) = OUTSIDE.items("storage/snapshots", parent=GROUP + "/v6")
        self.driver.manage_existing_snapshot(snapshot("s6", "v6", 3), {"source-guid": found["guid"]})
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v6"), ["s6"])

    def group_snapshot_leaves_the_members_alone(self):
        members = [snapshot("g4", "v4", 4), snapshot("g5", "v5", 2)]
        self.driver.create_group_snapshot(None, {"id": "group1"}, members)
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v4"), ["g4"])
        equal(OUTSIDE.names("storage/snapshots", GROUP + "/v5"), ["g5", "s5"])
        equal(OUTSIDE.names("storage/snapshots", GROUP), [])

    def group_from_a_group_snapshot(self):
        members = [snapshot("g4", "v4", 4), snapshot("g5", "v5", 2)]
        self.driver.create_group_from_src(None, {"id": "group2"}, [volume("v7", 4), volume("v8", 2)], {"id": "group1"}, members)
        equal((OUTSIDE.size("v7"), OUTSIDE.size("v8")), (4, 2))
        self.driver.delete_group(None, {"id": "group2"}, [volume("v7", 4), volume("v8", 2)])
        equal(OUTSIDE.names("storage/volumes", GROUP), ["v4", "v5", "v6"])

    def delete_everything(self):
        for name in ("v4", "v5", "v6"):
            self.driver.delete_volume(volume(name, 1))
        equal(OUTSIDE.items("storage/volumes", parent=GROUP), [])
        equal(OUTSIDE.items("storage/snapshots", parent=GROUP, recursive="true"), [])


def check(name, body):
    begun = time.monotonic()
    try:
        body()
        outcome = "ok"
    except Exception:
        FAILED.append(name)
        outcome = "FAIL"
        traceback.print_exc()
    print("%-4s  %-48s %6.2f s" % (outcome, name.replace("_", " "), time.monotonic() - begun), flush=True)


def main():
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as state:
        cfg.CONF([], project="cinder", default_config_files=[])
        cfg.CONF.set_override("state_path", state)
        cfg.CONF.set_override("backend_url", "file://" + state, group="coordination")
        coordination.COORDINATOR.start()
        sys.setrecursionlimit(20000)  # the driver's polls of a job lie inside one another
        steps = Steps()
        names = [name for name in vars(Steps) if not name.startswith("_")]
        for name in names:
            if FAILED:
                print("----  %-48s not tried" % name.replace("_", " "))
            else:
                check(name, getattr(steps, name))
        coordination.COORDINATOR.stop()
    print("%s, %.1f s" % ("FAILED" if FAILED else "all %d steps as expected" % len(names), time.monotonic() - begun))
    sys.exit(1 if FAILED else 0)


main()
