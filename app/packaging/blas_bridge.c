/* OpenCV's 19 BLAS and LAPACK functions, with 32-bit integers, by NumPy's OpenBLAS, with 64-bit integers.
 * OpenCV calls them for matrices of 25 rows and more only. Built by linux_libraries.py. */

#include <stdint.h>
#include <stdlib.h>

typedef int64_t wide;

/* A Fortran call fails closed: OpenCV reads any info but 0 as "no solution". */
enum { OUT_OF_MEMORY = -1000 };

#define GEMM(name, scalar, type)                                                                        \
    void scipy_cblas_##name##64_(int, int, int, wide, wide, wide, scalar, const type *, wide,           \
                                 const type *, wide, scalar, type *, wide);                             \
    void cblas_##name(int order, int ta, int tb, int m, int n, int k, scalar alpha, const type *a,      \
                      int lda, const type *b, int ldb, scalar beta, type *c, int ldc)                   \
    {                                                                                                   \
        scipy_cblas_##name##64_(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);           \
    }

GEMM(sgemm, float, float)
GEMM(dgemm, double, double)
GEMM(cgemm, const void *, void)
GEMM(zgemm, const void *, void)

/* An array of wide pivots for the call; the caller's narrow ones get its values. */
static wide *wide_array(int count) { return calloc(count > 0 ? count : 1, sizeof(wide)); }

static void narrow(int *target, wide *source, int count)
{
    for (int i = 0; i < count; i++)
        target[i] = (int)source[i];
    free(source);
}

static int least(int one, int other) { return one < other ? one : other; }

#define FACTORIZATIONS(p, real)                                                                         \
    void scipy_##p##gesv_64_(wide *, wide *, real *, wide *, wide *, real *, wide *, wide *);           \
    void p##gesv_(int *n, int *nrhs, real *a, int *lda, int *ipiv, real *b, int *ldb, int *info)        \
    {                                                                                                   \
        wide n_ = *n, nrhs_ = *nrhs, lda_ = *lda, ldb_ = *ldb, info_ = 0, *pivots = wide_array(*n);     \
        if (!pivots) { *info = OUT_OF_MEMORY; return; }                                                 \
        scipy_##p##gesv_64_(&n_, &nrhs_, a, &lda_, pivots, b, &ldb_, &info_);                           \
        narrow(ipiv, pivots, *n);                                                                       \
        *info = (int)info_;                                                                             \
    }                                                                                                   \
    void scipy_##p##getrf_64_(wide *, wide *, real *, wide *, wide *, wide *);                          \
    void p##getrf_(int *m, int *n, real *a, int *lda, int *ipiv, int *info)                             \
    {                                                                                                   \
        wide m_ = *m, n_ = *n, lda_ = *lda, info_ = 0, *pivots = wide_array(least(*m, *n));             \
        if (!pivots) { *info = OUT_OF_MEMORY; return; }                                                 \
        scipy_##p##getrf_64_(&m_, &n_, a, &lda_, pivots, &info_);                                       \
        narrow(ipiv, pivots, least(*m, *n));                                                            \
        *info = (int)info_;                                                                             \
    }                                                                                                   \
    void scipy_##p##posv_64_(char *, wide *, wide *, real *, wide *, real *, wide *, wide *, size_t);   \
    void p##posv_(char *uplo, int *n, int *nrhs, real *a, int *lda, real *b, int *ldb, int *info)       \
    {                                                                                                   \
        wide n_ = *n, nrhs_ = *nrhs, lda_ = *lda, ldb_ = *ldb, info_ = 0;                               \
        scipy_##p##posv_64_(uplo, &n_, &nrhs_, a, &lda_, b, &ldb_, &info_, 1);                          \
        *info = (int)info_;                                                                             \
    }                                                                                                   \
    void scipy_##p##potrf_64_(char *, wide *, real *, wide *, wide *, size_t);                          \
    void p##potrf_(char *uplo, int *n, real *a, int *lda, int *info)                                    \
    {                                                                                                   \
        wide n_ = *n, lda_ = *lda, info_ = 0;                                                           \
        scipy_##p##potrf_64_(uplo, &n_, a, &lda_, &info_, 1);                                           \
        *info = (int)info_;                                                                             \
    }                                                                                                   \
    void scipy_##p##geqrf_64_(wide *, wide *, real *, wide *, real *, real *, wide *, wide *);          \
    void p##geqrf_(int *m, int *n, real *a, int *lda, real *tau, real *work, int *lwork, int *info)     \
    {                                                                                                   \
        wide m_ = *m, n_ = *n, lda_ = *lda, lwork_ = *lwork, info_ = 0;                                 \
        scipy_##p##geqrf_64_(&m_, &n_, a, &lda_, tau, work, &lwork_, &info_);                           \
        *info = (int)info_;                                                                             \
    }                                                                                                   \
    void scipy_##p##gels_64_(char *, wide *, wide *, wide *, real *, wide *, real *, wide *, real *,    \
                             wide *, wide *, size_t);                                                   \
    void p##gels_(char *trans, int *m, int *n, int *nrhs, real *a, int *lda, real *b, int *ldb,         \
                  real *work, int *lwork, int *info)                                                    \
    {                                                                                                   \
        wide m_ = *m, n_ = *n, nrhs_ = *nrhs, lda_ = *lda, ldb_ = *ldb, lwork_ = *lwork, info_ = 0;     \
        scipy_##p##gels_64_(trans, &m_, &n_, &nrhs_, a, &lda_, b, &ldb_, work, &lwork_, &info_, 1);     \
        *info = (int)info_;                                                                             \
    }                                                                                                   \
    void scipy_##p##gesdd_64_(char *, wide *, wide *, real *, wide *, real *, real *, wide *, real *,   \
                              wide *, real *, wide *, wide *, wide *, size_t);                          \
    void p##gesdd_(char *jobz, int *m, int *n, real *a, int *lda, real *s, real *u, int *ldu, real *vt, \
                   int *ldvt, real *work, int *lwork, int *iwork, int *info)                            \
    {                                                                                                   \
        wide m_ = *m, n_ = *n, lda_ = *lda, ldu_ = *ldu, ldvt_ = *ldvt, lwork_ = *lwork, info_ = 0;     \
        wide *workspace = wide_array(8 * least(*m, *n));                                                \
        (void)iwork;                                                                                    \
        if (!workspace) { *info = OUT_OF_MEMORY; return; }                                              \
        scipy_##p##gesdd_64_(jobz, &m_, &n_, a, &lda_, s, u, &ldu_, vt, &ldvt_, work, &lwork_,          \
                             workspace, &info_, 1);                                                     \
        free(workspace);                                                                                \
        *info = (int)info_;                                                                             \
    }

FACTORIZATIONS(s, float)
FACTORIZATIONS(d, double)

void scipy_dgeev_64_(char *, char *, wide *, double *, wide *, double *, double *, double *, wide *,
                     double *, wide *, double *, wide *, wide *, size_t, size_t);
void dgeev_(char *jobvl, char *jobvr, int *n, double *a, int *lda, double *wr, double *wi, double *vl,
            int *ldvl, double *vr, int *ldvr, double *work, int *lwork, int *info)
{
    wide n_ = *n, lda_ = *lda, ldvl_ = *ldvl, ldvr_ = *ldvr, lwork_ = *lwork, info_ = 0;
    scipy_dgeev_64_(jobvl, jobvr, &n_, a, &lda_, wr, wi, vl, &ldvl_, vr, &ldvr_, work, &lwork_, &info_, 1, 1);
    *info = (int)info_;
}
