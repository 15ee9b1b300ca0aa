/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>

#include "adapt/late.h"

static sl_status failed(sl_error *err) {
    return sl_fail(err, SL_IO, SL_STR(""), "a library is missing: %s", dlerror());
}

static sl_status find_functions(const sl_late *late, void *library, sl_error *err) {
    for (size_t i = 0; i < late->n; i++) {
        void *function = dlsym(library, late->names[i]);
        if (!function) return failed(err);
        memcpy((char *)late->functions + i * sizeof function, &function, sizeof function);
    }
    return SL_OK;
}

static sl_status load(sl_late *late, sl_error *err) {
    void *library = dlopen(late->file, RTLD_LAZY);
    if (!library) return failed(err);
    sl_status status = find_functions(late, library, err);
    late->is_loaded = status == SL_OK;
    if (status) dlclose(library);
    return status;
}

sl_status sl_late_load(sl_late *late, sl_error *err) {
    pthread_mutex_lock(&late->lock);
    sl_status status = late->is_loaded ? SL_OK : load(late, err);
    pthread_mutex_unlock(&late->lock);
    return status;
}
