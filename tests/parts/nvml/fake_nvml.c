/* A stand-in for NVIDIA's management library that the real pynvml loads.
 *
 * What it reports stands in a text file of "key value" lines (FAKE_NVML_STATE) that tests replace
 * while it is in use. Keys of a device begin with "gpuN.". A call fails where a key
 * "[gpuN.]fail.FUNCTION" holds an NVML code, waits where "delay_ms.FUNCTION" says so, and dies as a
 * driver with a stale handle does where "[gpuN.]crash.FUNCTION" is set. How often each function
 * was called is counted in FAKE_NVML_STATE + ".calls".
 *
 * Power is a step function of time; the energy counter is its integral, updated every tick, or,
 * where "ticks" are given, what was recorded of a card.
 */
#include "state.h"

typedef struct { u64 total, free, used; } memory_t;
typedef struct { u32 version; u64 total, reserved, free, used; } memory2_t;
typedef struct { u32 version; int sensor; int temperature; } temperature_t;
typedef struct { u32 version; int margin; } margin_t;
typedef struct { u32 gpu, memory; } utilization_t;
typedef struct { u32 pid; u64 memory; u32 gi, ci; } process_t;
typedef struct {
    u32 id, scope;
    int64_t timestamp, latency;
    u32 type;
    ret_t ret;
    union { double d; u32 ui; unsigned long ul; u64 ull; int si; } value;
} field_t;
typedef struct {
    char legacy[16];
    u32 domain, bus, device, pci_id, subsystem_id;
    char bus_id[32];
} pci_t;

#define NONE_SUCH (-1000)
#define SYSTEM(name) ret_t r = begin(#name, -1, 1); if (r) return end(r)
#define DEVICE(name) int gpu = index_of(device); ret_t r = begin(#name, gpu, 1); if (r) return end(r)
#define NUMBER(key, out) do { int64_t n = num(gpu, key, -1); if (n < 0) return end(UNSUPPORTED); \
                              *(out) = n; return end(OK); } while (0)

static ret_t put(char *to, u32 size, const char *from) {
    if (strlen(from) + 1 > size) return TOO_SMALL;
    strcpy(to, from);
    return OK;
}

/* ------------------------------------------------------------------ power and energy */
static int64_t now_us(void) {
    int64_t fixed = num(-1, "clock_us", -1);
    struct timespec t;
    if (fixed >= 0) return fixed;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* mW x us between two instants; steps are "us:mW,us:mW", counted from epoch_us. */
static double work(int gpu, int64_t from, int64_t to) {
    int64_t epoch = num(gpu, "epoch_us", 0), at = INT64_MIN / 2;
    const char *step = str(gpu, "steps", "0:0");
    double sum = 0;
    int64_t power = -1;
    while (*step) {
        char *rest;
        int64_t next = epoch + strtoll(step, &rest, 10), watt = strtoll(rest + 1, &rest, 10);
        if (power < 0) power = watt;     /* before the first step: as at the first */
        int64_t a = at > from ? at : from, b = next < to ? next : to;
        if (b > a) sum += (double)power * (double)(b - a);
        at = next;
        power = watt;
        step = *rest == ',' ? rest + 1 : rest;
    }
    int64_t a = at > from ? at : from;
    if (to > a) sum += (double)power * (double)(to - a);
    return sum;
}
static u32 instant_mw(int gpu) { int64_t t = now_us(); return (u32)(work(gpu, t, t + 1) + 0.5); }
static u32 average_mw(int gpu) {
    int64_t t = now_us();
    return (u32)(work(gpu, t - 1000000, t) / 1e6 + 0.5);
}
/* The last of "us:mJ,us:mJ", counted from epoch_us, that is not yet to come. */
static u64 replayed_mj(int gpu, const char *tick) {
    int64_t since = now_us() - num(gpu, "epoch_us", 0);
    u64 found = 0;
    for (int first = 1; *tick; first = 0) {
        char *rest;
        int64_t at = strtoll(tick, &rest, 10);
        u64 counter = strtoull(rest + 1, &rest, 10);
        if (!first && at > since) break;
        found = counter;
        tick = *rest == ',' ? rest + 1 : rest;
    }
    return found;
}
static u64 energy_mj(int gpu) {
    const char *ticks = str(gpu, "ticks", "");
    if (*ticks) return replayed_mj(gpu, ticks);
    int64_t tick = num(gpu, "energy_tick_ms", 100) * 1000, t = now_us();
    int64_t epoch = num(gpu, "epoch_us", 0);
    if (tick > 0) t -= t % tick;
    double more = t > epoch ? work(gpu, epoch, t) / 1e6 : 0;
    return (u64)num(gpu, "energy_mj", 0) + (u64)more;
}

/* ------------------------------------------------------------------ the library */
static ret_t initialise(const char *name) {
    ret_t r = begin(name, -1, 0);
    if (!r) users++;
    return end(r);
}
ret_t nvmlInit(void) { return initialise("nvmlInit"); }
ret_t nvmlInit_v2(void) { return initialise("nvmlInit"); }
ret_t nvmlInitWithFlags(u32 flags) { (void)flags; return initialise("nvmlInit"); }
ret_t nvmlShutdown(void) { SYSTEM(nvmlShutdown); users--; return end(OK); }

const char *nvmlErrorString(ret_t code) {
    switch (code) {
    case 0: return "Success";
    case 1: return "Uninitialized";
    case 2: return "Invalid Argument";
    case 3: return "Not Supported";
    case 4: return "Insufficient Permissions";
    case 6: return "Not Found";
    case 9: return "Driver Not Loaded";
    case 12: return "NVML Shared Library Not Found";
    case 13: return "Function Not Found";
    case 15: return "GPU is lost";
    case 16: return "GPU requires reset";
    case 17: return "Operating system call failed";
    case 18: return "Driver/library version mismatch";
    default: return "Unknown Error";
    }
}

ret_t nvmlSystemGetDriverVersion(char *version, u32 size) {
    SYSTEM(nvmlSystemGetDriverVersion);
    return end(put(version, size, str(-1, "driver", "580.95.05")));
}
ret_t nvmlSystemGetNVMLVersion(char *version, u32 size) {
    SYSTEM(nvmlSystemGetNVMLVersion);
    return end(put(version, size, "13.580.95.05"));
}
ret_t nvmlSystemGetCudaDriverVersion_v2(int *version) {
    SYSTEM(nvmlSystemGetCudaDriverVersion);
    *version = 13000;
    return end(OK);
}
ret_t nvmlDeviceGetCount_v2(u32 *n) {
    SYSTEM(nvmlDeviceGetCount);
    *n = (u32)num(-1, "devices", 0);
    return end(OK);
}
ret_t nvmlDeviceGetHandleByIndex_v2(u32 index, void **device) {
    ret_t r = begin("nvmlDeviceGetHandleByIndex", (int)index, 1);
    if (!r) *device = (void *)(uintptr_t)(BASE + index);
    return end(r);
}
static ret_t by_text(const char *name, const char *key, const char *wanted, void **device) {
    ret_t r = begin(name, -1, 1);
    if (r) return end(r);
    for (int i = 0; i < num(-1, "devices", 0); i++)
        if (!strcmp(str(i, key, ""), wanted)) {
            *device = (void *)(uintptr_t)(BASE + i);
            return end(OK);
        }
    return end(NOT_FOUND);
}
ret_t nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
    return by_text("nvmlDeviceGetHandleByUUID", "uuid", uuid, device);
}
ret_t nvmlDeviceGetHandleByPciBusId_v2(const char *bus, void **device) {
    return by_text("nvmlDeviceGetHandleByPciBusId", "pci", bus, device);
}

/* ------------------------------------------------------------------ a device's identity */
ret_t nvmlDeviceGetName(void *device, char *to, u32 size) {
    DEVICE(nvmlDeviceGetName);
    return end(put(to, size, str(gpu, "name", "NVIDIA GeForce RTX 3090")));
}
ret_t nvmlDeviceGetUUID(void *device, char *to, u32 size) {
    DEVICE(nvmlDeviceGetUUID);
    return end(put(to, size, str(gpu, "uuid", "")));
}
ret_t nvmlDeviceGetIndex(void *device, u32 *index) {
    DEVICE(nvmlDeviceGetIndex);
    *index = (u32)gpu;
    return end(OK);
}
ret_t nvmlDeviceGetMinorNumber(void *device, u32 *minor) {
    DEVICE(nvmlDeviceGetMinorNumber);
    *minor = (u32)num(gpu, "minor", gpu);
    return end(OK);
}
ret_t nvmlDeviceGetPciInfo_v3(void *device, pci_t *pci) {
    DEVICE(nvmlDeviceGetPciInfo);
    memset(pci, 0, sizeof *pci);
    const char *bus = str(gpu, "pci", "00000000:01:00.0");
    snprintf(pci->bus_id, sizeof pci->bus_id, "%s", bus);
    snprintf(pci->legacy, sizeof pci->legacy, "%s", strlen(bus) > 12 ? bus + 4 : bus);
    sscanf(bus, "%x:%x:%x", &pci->domain, &pci->bus, &pci->device);
    pci->pci_id = 0x220410de;
    return end(OK);
}
ret_t nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) {
    DEVICE(nvmlDeviceGetCudaComputeCapability);
    *major = (int)num(gpu, "cc_major", 8);
    *minor = (int)num(gpu, "cc_minor", 6);
    return end(OK);
}
ret_t nvmlDeviceGetMigMode(void *device, u32 *current, u32 *pending) {
    DEVICE(nvmlDeviceGetMigMode);
    if (num(gpu, "mig", -1) < 0) return end(UNSUPPORTED);
    *current = *pending = (u32)num(gpu, "mig", 0);
    return end(OK);
}

/* ------------------------------------------------------------------ memory and processes */
ret_t nvmlDeviceGetMemoryInfo(void *device, memory_t *m) {
    DEVICE(nvmlDeviceGetMemoryInfo);
    if (num(gpu, "memory_total", -1) < 0) return end(UNSUPPORTED);
    m->total = (u64)num(gpu, "memory_total", 0);
    m->used = (u64)(num(gpu, "memory_used", 0) + num(gpu, "memory_reserved", 0));
    m->free = m->total - m->used;
    return end(OK);
}
ret_t nvmlDeviceGetMemoryInfo_v2(void *device, memory2_t *m) {
    DEVICE(nvmlDeviceGetMemoryInfo_v2);
    if (num(gpu, "memory_total", -1) < 0) return end(UNSUPPORTED);
    m->total = (u64)num(gpu, "memory_total", 0);
    m->used = (u64)num(gpu, "memory_used", 0);
    m->reserved = (u64)num(gpu, "memory_reserved", 0);
    m->free = m->total - m->used - m->reserved;
    return end(OK);
}
static ret_t processes(const char *name, const char *key, void *device, u32 *n, process_t *to) {
    int gpu = index_of(device);
    ret_t r = begin(name, gpu, 1);
    if (r) return end(r);
    u32 there = 0, room = *n;
    for (const char *p = str(gpu, key, ""); *p; there++) {    /* "pid:bytes,pid:na" */
        char *rest;
        u32 pid = (u32)strtoul(p, &rest, 10);
        u64 bytes = rest[1] == 'n' ? ~0ULL : strtoull(rest + 1, NULL, 10);
        if (to && there < room) to[there] = (process_t){ pid, bytes, ~0u, ~0u };
        p = strchr(rest, ',');
        if (!p++) { there++; break; }
    }
    *n = there;
    return end(there == 0 || (to && there <= room) ? OK : TOO_SMALL);
}
ret_t nvmlDeviceGetComputeRunningProcesses_v3(void *device, u32 *n, process_t *to) {
    return processes("nvmlDeviceGetComputeRunningProcesses", "compute", device, n, to);
}
ret_t nvmlDeviceGetGraphicsRunningProcesses_v3(void *device, u32 *n, process_t *to) {
    return processes("nvmlDeviceGetGraphicsRunningProcesses", "graphics", device, n, to);
}

/* ------------------------------------------------------------------ sensors */
ret_t nvmlDeviceGetTemperature(void *device, int sensor, u32 *celsius) {
    DEVICE(nvmlDeviceGetTemperature);
    (void)sensor;
    NUMBER("temperature_c", celsius);
}
ret_t nvmlDeviceGetTemperatureV(void *device, temperature_t *t) {
    DEVICE(nvmlDeviceGetTemperatureV);
    NUMBER("temperature_c", &t->temperature);
}
ret_t nvmlDeviceGetTemperatureThreshold(void *device, int kind, u32 *celsius) {
    DEVICE(nvmlDeviceGetTemperatureThreshold);
    if (kind == 0) NUMBER("shutdown_c", celsius);
    if (kind == 1) NUMBER("slowdown_c", celsius);
    if (kind == 3) NUMBER("gpu_max_c", celsius);
    return end(UNSUPPORTED);
}
ret_t nvmlDeviceGetMarginTemperature(void *device, margin_t *margin) {
    DEVICE(nvmlDeviceGetMarginTemperature);
    int64_t left = num(gpu, "margin_c", NONE_SUCH);
    if (left == NONE_SUCH) return end(UNSUPPORTED);
    margin->margin = (int)left;
    return end(OK);
}
ret_t nvmlDeviceGetPowerUsage(void *device, u32 *mw) {
    DEVICE(nvmlDeviceGetPowerUsage);
    if (num(gpu, "power_unsupported", 0)) return end(UNSUPPORTED);
    *mw = num(gpu, "power_usage_is_instant", 0) ? instant_mw(gpu) : average_mw(gpu);
    return end(OK);
}
ret_t nvmlDeviceGetTotalEnergyConsumption(void *device, u64 *mj) {
    DEVICE(nvmlDeviceGetTotalEnergyConsumption);
    if (num(gpu, "energy_mj", 0) < 0) return end(UNSUPPORTED);
    *mj = energy_mj(gpu);
    return end(OK);
}
ret_t nvmlDeviceGetEnforcedPowerLimit(void *device, u32 *mw) {
    DEVICE(nvmlDeviceGetEnforcedPowerLimit);
    NUMBER("power_limit_mw", mw);
}
ret_t nvmlDeviceGetPowerManagementLimit(void *device, u32 *mw) {
    DEVICE(nvmlDeviceGetPowerManagementLimit);
    NUMBER("power_limit_mw", mw);
}
ret_t nvmlDeviceGetPowerManagementDefaultLimit(void *device, u32 *mw) {
    DEVICE(nvmlDeviceGetPowerManagementDefaultLimit);
    NUMBER("power_default_mw", mw);
}
ret_t nvmlDeviceGetPowerManagementLimitConstraints(void *device, u32 *low, u32 *high) {
    DEVICE(nvmlDeviceGetPowerManagementLimitConstraints);
    *low = 100000;
    NUMBER("power_max_mw", high);
}
ret_t nvmlDeviceSetPowerManagementLimit(void *device, u32 mw) {
    DEVICE(nvmlDeviceSetPowerManagementLimit);
    (void)mw;
    return end(NO_PERMISSION);
}
ret_t nvmlDeviceGetUtilizationRates(void *device, utilization_t *u) {
    DEVICE(nvmlDeviceGetUtilizationRates);
    u->memory = (u32)num(gpu, "memory_utilization", 0);
    NUMBER("utilization", &u->gpu);
}
ret_t nvmlDeviceGetClockInfo(void *device, int kind, u32 *mhz) {
    DEVICE(nvmlDeviceGetClockInfo);
    if (kind == 2) NUMBER("clock_memory_mhz", mhz);
    NUMBER("clock_sm_mhz", mhz);
}
ret_t nvmlDeviceGetMaxClockInfo(void *device, int kind, u32 *mhz) {
    DEVICE(nvmlDeviceGetMaxClockInfo);
    *mhz = kind == 2 ? 9751 : 2100;
    return end(OK);
}
ret_t nvmlDeviceGetNumFans(void *device, u32 *n) {
    DEVICE(nvmlDeviceGetNumFans);
    *n = (u32)num(gpu, "fans", 0);
    return end(OK);
}
ret_t nvmlDeviceGetFanSpeed_v2(void *device, u32 fan, u32 *percent) {
    DEVICE(nvmlDeviceGetFanSpeed_v2);
    if (fan >= (u32)num(gpu, "fans", 0)) return end(num(gpu, "fans", 0) ? INVALID : UNSUPPORTED);
    NUMBER("fan_percent", percent);
}
ret_t nvmlDeviceGetFanSpeed(void *device, u32 *percent) {
    DEVICE(nvmlDeviceGetFanSpeed);
    NUMBER("fan_percent", percent);
}
ret_t nvmlDeviceGetPerformanceState(void *device, u32 *state) {
    DEVICE(nvmlDeviceGetPerformanceState);
    NUMBER("pstate", state);
}
ret_t nvmlDeviceGetCurrentClocksEventReasons(void *device, u64 *mask) {
    DEVICE(nvmlDeviceGetCurrentClocksEventReasons);
    NUMBER("reasons", mask);
}
ret_t nvmlDeviceGetCurrentClocksThrottleReasons(void *device, u64 *mask) {
    DEVICE(nvmlDeviceGetCurrentClocksThrottleReasons);
    NUMBER("reasons", mask);
}

static void as_u32(field_t *f, int64_t value) {
    f->type = 1;
    f->ret = value < 0 ? UNSUPPORTED : OK;
    f->value.ui = (u32)value;
}
ret_t nvmlDeviceGetFieldValues(void *device, int n, field_t *fields) {
    DEVICE(nvmlDeviceGetFieldValues);
    for (int i = 0; i < n; i++) {
        field_t *f = &fields[i];
        char id[16];
        snprintf(id, sizeof id, "%u", f->id);
        const char *code = find(gpu, "fail.field.", id);
        int64_t no_power = num(gpu, "power_unsupported", 0);
        f->timestamp = now_us();
        f->latency = 5;
        f->value.ull = 0;
        if (code) { f->ret = atoi(code); continue; }
        switch (f->id) {
        case 83: case 191:
            f->type = 3;
            f->ret = num(gpu, "energy_mj", 0) < 0 ? UNSUPPORTED : OK;
            f->value.ull = f->ret ? 0 : energy_mj(gpu);
            break;
        case 185: as_u32(f, no_power ? -1 : (int64_t)average_mw(gpu)); break;
        case 186: as_u32(f, no_power ? -1 : (int64_t)instant_mw(gpu)); break;
        case 188: as_u32(f, num(gpu, "power_max_mw", -1)); break;
        case 189: as_u32(f, num(gpu, "power_default_mw", -1)); break;
        case 190: as_u32(f, num(gpu, "power_limit_mw", -1)); break;
        case 194: {   /* degrees above (here: below zero) the point that the margin counts to */
            int64_t limit = num(gpu, "slowdown_tlimit_c", NONE_SUCH);
            f->type = 5;
            f->ret = limit == NONE_SUCH ? UNSUPPORTED : OK;
            f->value.si = (int)limit;
            break;
        }
        default: f->ret = UNSUPPORTED;
        }
    }
    return end(OK);
}
